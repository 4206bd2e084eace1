import type { Certification } from '#contract/certification.ts'
import { numberText } from '#ui/number-text.ts'
import styles from './view.module.css'

type Counts = Pick<
  Certification,
  'total_result_count' | 'total_complete_count' | 'total_signed_off_count' | 'counts_cover'
>

/** How far a review is, as a bar and in words that say which rows they count. */
export function Progress({ certification }: { readonly certification: Counts }) {
  const { total_result_count: total, total_complete_count: decided } = certification
  return (
    <div className={styles.progress}>
      <progress aria-label="Decided" max={Math.max(1, total)} value={decided} />
      <span>{progressText(certification)}</span>
    </div>
  )
}

/** `1,204 of 4,312 rows decided, 10 signed off`; whose rows, where they are not all. */
export function progressText(counts: Counts): string {
  const { total_result_count: total, total_complete_count: decided, total_signed_off_count: signed } = counts
  const whose = counts.counts_cover === 'all' ? 'rows' : 'rows of yours'
  const off = signed > 0 ? `, ${numberText(signed)} signed off` : ''
  return `${numberText(decided)} of ${numberText(total)} ${whose} decided${off}`
}
