import { useCertificationLog } from '#queries/reviews/operator/ending.ts'
import { minuteText } from '#ui/clock-text.ts'
import { FailureLine } from '#ui/failure-line.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from './standing-facts.module.css'
import { personName } from '../../parts/people/person-text.ts'
import { useReview } from '../../state/review-provider.ts'

/** Who ended the review before its time, why, and when it was due; nothing where nobody did. */
export function EndedFacts() {
  const { certification_id, zone } = useReview()
  const { value, failure, retry } = useCertificationLog(certification_id)
  if (failure) return <FailureLine message={failure.message} onRetry={retry} />
  const endings = value?.filter(({ action }) => action === 'ENDED') ?? []
  if (endings.length === 0) return null
  const dueText = (due: string | null) =>
    due === null ? 'it had no due date' : `it was due ${minuteText(due, zone)}`
  return (
    <section>
      <h3>Ended before its time</h3>
      <ul className={styles.lines}>
        {endings.map(({ user, time, reason, old_due_date }) => (
          <li key={time}>
            {`${personName(user)} ended it ${minuteText(time, zone)}; ${dueText(old_due_date)}: `}
            <Foreign text={reason} />
          </li>
        ))}
      </ul>
    </section>
  )
}
