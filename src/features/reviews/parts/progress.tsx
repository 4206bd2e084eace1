import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { numberText } from '#ui/number-text.ts'
import styles from '../screen/view.module.css'

type Counts = Pick<
  Certification,
  'total_result_count' | 'total_complete_count' | 'total_signed_off_count' | 'counts_cover'
>

type Own = Pick<ReviewContext, 'my_rows' | 'my_decided_rows'>
type Props = {
  readonly certification: Counts
  /** The reader's own share, where that is what counts for them first. */
  readonly own: Own | undefined
  /** The time as of which the counts hold, where they are not of now. */
  readonly asOf: string | undefined
}

/** How far a review is, as a bar and in words that say which rows they count. */
export function Progress({ certification, own, asOf }: Props) {
  const isOwn = own !== undefined && own.my_rows > 0
  const total = isOwn ? own.my_rows : certification.total_result_count
  const decided = isOwn ? own.my_decided_rows : certification.total_complete_count
  return (
    <div className={styles.progress}>
      <progress aria-label="Decided" max={Math.max(1, total)} value={decided} />
      <span>
        {isOwn ? ownText(own, certification) : progressText(certification)}
        {asOf !== undefined && ` as of ${asOf}`}
      </span>
    </div>
  )
}

/** `3 of 40 rows of yours decided; of all reviewers 1,204 of 4,312 rows decided` */
function ownText({ my_rows, my_decided_rows }: Own, counts: Counts): string {
  const mine = `${numberText(my_decided_rows)} of ${numberText(my_rows)} rows of yours decided`
  return `${mine}; of all reviewers ${progressText(counts)}`
}

/** `1,204 of 4,312 rows decided, 10 signed off`; whose rows, where they are not all. */
export function progressText(counts: Counts): string {
  const { total_result_count: total, total_complete_count: decided, total_signed_off_count: signed } = counts
  const whose = counts.counts_cover === 'all' ? 'rows' : 'rows of yours'
  const off = signed > 0 ? `, ${numberText(signed)} signed off` : ''
  return `${numberText(decided)} of ${numberText(total)} ${whose} decided${off}`
}
