import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { numberText } from '#ui/number-text.ts'

/** Rows, and how many of them are decided. */
export type Decided = { readonly all: number; readonly decided: number }

type Counts = Pick<
  Certification,
  'total_result_count' | 'total_complete_count' | 'total_signed_off_count' | 'counts_cover'
>
type OwnCounts = Pick<ReviewContext, 'my_rows' | 'my_decided_rows'>

/** Of all rows that the counters of a review cover, those that are decided. */
export function decidedOf(counts: Counts): Decided {
  return { all: counts.total_result_count, decided: counts.total_complete_count }
}

/** Of the rows that the reader is a reviewer of, those that are decided. */
export function ownDecidedOf({ my_rows, my_decided_rows }: OwnCounts): Decided {
  return { all: my_rows, decided: my_decided_rows }
}

/** `1,204 of 4,312 decided`; whose rows, where they are not all. */
export function shortProgressText(counts: Counts): string {
  return `${ofText(decidedOf(counts))}${counts.counts_cover === 'all' ? '' : ' of yours'} decided`
}

/** `1,204 of 4,312 rows decided, 10 signed off`; whose rows, where they are not all. */
export function progressText(counts: Counts): string {
  const whose = counts.counts_cover === 'all' ? 'rows' : 'rows of yours'
  const signed = counts.total_signed_off_count
  const off = signed > 0 ? `, ${numberText(signed)} signed off` : ''
  return `${ofText(decidedOf(counts))} ${whose} decided${off}`
}

/** `3 of 40 rows of yours decided; of all reviewers 1,204 of 4,312 rows decided` */
export function ownProgressText(own: OwnCounts, counts: Counts): string {
  return `${ofText(ownDecidedOf(own))} rows of yours decided; of all reviewers ${progressText(counts)}`
}

/** The same where there is little room: `3 of your 40 decided, 1,204 of all 4,312`, or `3 of your 40 decided, 2 signed off`. */
export function briefProgressText(own: OwnCounts | undefined, counts: Counts): string {
  const { all, decided } = decidedOf(counts)
  if (own) return `${briefText(ownDecidedOf(own), 'your ')} decided, ${briefText({ all, decided }, 'all ')}`
  const signed = counts.total_signed_off_count
  const off = signed > 0 ? `, ${numberText(signed)} signed off` : ''
  return `${briefText({ all, decided }, counts.counts_cover === 'all' ? '' : 'your ')} decided${off}`
}

function briefText({ all, decided }: Decided, whose: string): string {
  return `${numberText(decided)} of ${whose}${numberText(all)}`
}

/** `1,204 of 4,312` */
function ofText({ all, decided }: Decided): string {
  return `${numberText(decided)} of ${numberText(all)}`
}
