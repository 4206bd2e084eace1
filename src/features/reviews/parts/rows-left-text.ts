import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { numberText } from '#ui/number-text.ts'

/** Rows that are still to be decided, and rows that are decided and still to be signed off. */
export type RowsLeft = { readonly toDecide: number; readonly toSignOff: number }

type Totals = Pick<Certification, 'total_result_count' | 'total_complete_count' | 'total_signed_off_count'>

/** What is left of all rows that the counters of a review cover. */
export function rowsLeft(counts: Totals): RowsLeft {
  const { total_result_count: all, total_complete_count: decided, total_signed_off_count: signed } = counts
  return { toDecide: all - decided, toSignOff: decided - signed }
}

/** What is left of the rows that the reader is a reviewer of. A row is decided before it is signed off. */
export function ownRowsLeft(
  context: Pick<ReviewContext, 'my_rows' | 'my_decided_rows' | 'my_open_rows'>,
): RowsLeft {
  const toDecide = context.my_rows - context.my_decided_rows
  return { toDecide, toSignOff: context.my_open_rows - toDecide }
}

/** `15,065 to decide, 2,123 to sign off`; without what there is none of, and '' where nothing is left. */
export function rowsLeftText({ toDecide, toSignOff }: RowsLeft): string {
  return [
    ...(toDecide > 0 ? [`${numberText(toDecide)} to decide`] : []),
    ...(toSignOff > 0 ? [`${numberText(toSignOff)} to sign off`] : []),
  ].join(', ')
}
