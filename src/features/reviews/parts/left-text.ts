import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import { numberText } from '#ui/number-text.ts'
import { ownRowsLeft, rowsLeft, rowsLeftText } from './rows-left-text.ts'

/** Which rows counts are about first: the reader's own, or all that they see. */
export type Covered = 'own' | 'all'

/**
 * What is left to do of the rows that are covered (all, where the reader reviews none), and of the reader's own: `40 to decide, 2 to sign off; of yours 3 to
 * decide`. Once the review is over, what was left; '' where nothing is.
 */
export function leftText(
  certification: Parameters<typeof rowsLeft>[0] & Pick<Certification, 'counts_cover'>,
  context: Parameters<typeof ownRowsLeft>[0],
  covered: Covered,
  phase: ReviewPhase,
): string {
  const isOver = phase !== 'in progress'
  const countsAll =
    isOver || covered === 'all' || certification.counts_cover !== 'all' || context.my_rows === 0
  const mine = ownRowsLeft(context)
  const left = countsAll ? rowsLeft(certification) : mine
  if (left.toDecide + left.toSignOff === 0) return ''
  if (isOver) return `${numberText(left.toDecide + left.toSignOff)} not signed off`
  const isMore = countsAll && certification.counts_cover === 'all' && rowsLeftText(mine) !== ''
  const whose = countsAll ? '' : ' of yours'
  const own = isMore && rowsLeftText(mine) !== rowsLeftText(left) ? `; of yours ${rowsLeftText(mine)}` : ''
  return `${rowsLeftText(left)}${whose}${own}`
}
