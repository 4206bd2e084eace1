import type { Certification } from '#contract/reviews/certification.ts'
import { minuteText } from '#ui/clock-text.ts'
import { personName } from '../parts/people/person-text.ts'
import { ReviewLink } from '../parts/review-link.tsx'
import styles from './superseded.module.css'

type Props = {
  readonly certification: Certification
  readonly workflow: string | undefined
  readonly zone: string
}

/** The line of a review that is out of use: what took its place, or that it was deleted, when and by whom. */
export function Superseded({ certification, workflow, zone }: Props) {
  const { replaced_by, superseded_at, superseded_by } = certification
  const at = superseded_at === null ? '' : ` ${minuteText(superseded_at, zone)}`
  const by = superseded_by ? ` by ${personName(superseded_by)}` : ''
  return (
    <p className={styles.superseded}>
      {replaced_by === null ? `Deleted${at}${by}.` : `Superseded${at}${by}.`}
      {replaced_by !== null && (
        <>
          {' '}
          Replaced by <ReviewLink certification_id={replaced_by} workflow={workflow} zone={zone} />.
        </>
      )}{' '}
      It can no longer be changed.
    </p>
  )
}
