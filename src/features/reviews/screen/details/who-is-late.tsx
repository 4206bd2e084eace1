import { Link } from 'react-router'
import type { ReviewerStanding } from '#contract/reviews/operator/ending.ts'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { useReviewers } from '#queries/reviews/operator/ending.ts'
import { Button } from '#ui/button.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { FailureLine } from '#ui/failure-line.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { numberText } from '#ui/number-text.ts'
import { ButtonRow } from '#ui/button-row.tsx'
import { isolated } from '#std/isolate.ts'
import { reviewPath } from '../../parts/address.ts'
import { personKey, personName, plainName } from '../../parts/people/person-text.ts'
import { useReview, useReviewList } from '../../state/review-provider.ts'
import styles from './standing-facts.module.css'

type Props = {
  /** Leaves the panel, for the rows or for the question. */
  readonly onLeave: () => void
}

/** The reviewers who have rows that are not signed off while a review runs, who has been away for the longest time first. */
export function WhoIsLate({ onLeave }: Props) {
  const { certification_id, now } = useReview()
  const { certification } = useReviewList()
  const isOpen = phaseOf(certification, now) === 'in progress'
  const { value, failure, retry } = useReviewers(certification_id)
  if (!isOpen) return null
  const late = value?.filter(({ open_rows }) => open_rows > 0) ?? []
  return (
    <section>
      <h3>Who is late</h3>
      {failure && <FailureLine message={failure.message} onRetry={retry} />}
      {!value && !failure && <p>Loading …</p>}
      {value && late.length === 0 && <p>Nobody has open rows.</p>}
      <ul className={styles.lines}>
        {late.map((standing) => (
          <Late key={personKey(standing.reviewer)} standing={standing} onLeave={onLeave} />
        ))}
      </ul>
    </section>
  )
}

function Late({ standing, onLeave }: Props & { readonly standing: ReviewerStanding }) {
  const { certification_id, viewer, zone } = useReview()
  const { askBulk } = useReviewList()
  const { reviewer, open_rows, to_decide, last_activity_at: last } = standing
  const { user_type, id } = reviewer
  const name = personName(reviewer)
  const count = `${numberText(open_rows)} open ${open_rows === 1 ? 'row' : 'rows'}`
  const handOver = () => {
    onLeave()
    askBulk({
      action: 'reassign',
      choice: { assigned_to: { user_type, id }, mutable_filter: openRows, include_others: true },
      of: `open rows of ${name}`,
      replaces: reviewer,
    })
  }
  return (
    <li>
      <strong data-tip={isolated(reviewer.email) || undefined}>
        <Foreign text={plainName(reviewer)} />
      </strong>{' '}
      <Muted>
        {`${count}, ${numberText(to_decide)} to decide · ${last === null ? 'has done nothing here yet' : `last active ${minuteText(last, zone)}`}`}
      </Muted>
      <ButtonRow>
        <Link to={`${reviewPath(certification_id)}?${rowsOf(standing)}`} onClick={onLeave}>
          Rows of {name}
        </Link>
        {runs(viewer) && <Button look="quiet" onClick={handOver}>{`Hand over their ${count} …`}</Button>}
      </ButtonRow>
    </li>
  )
}

const openRows = 'signed_off_state eq "NOT_SIGNED_OFF"'

/** The question of the list for the open rows of a person, by what lists of rows know people by. */
function rowsOf({ reviewer }: ReviewerStanding): string {
  const { email, name, id } = reviewer
  return new URLSearchParams([
    ['reviewers', `eq:${email || name || id}`],
    ['signed_off_state', 'NOT_SIGNED_OFF'],
  ]).toString()
}
