import type { RowAction } from '#contract/reviews/review-rules.ts'
import { written } from '#contract/text.ts'
import type { RowChange } from '#decisions/row-change.ts'

/** What a change does, as the rules call it; the weightiest where it does several things. */
export function actionOf({ decision, signed_off_state, reviewers }: RowChange): RowAction {
  if (signed_off_state !== undefined) return 'sign off'
  if (reviewers !== undefined) return reviewers.length > 0 ? 'reassign' : 'unassign'
  switch (decision) {
    case undefined:
      return 'note'
    case 'RESULT_DECISION_ACCEPTED':
      return 'accept'
    case 'RESULT_DECISION_FIXED':
      return 'fix'
    case 'RESULT_DECISION_NONE':
      return 'clear'
    default:
      return 'reject'
  }
}

/** My change put on top of a colleague's, with the reason as its note. */
export function replacing(mine: RowChange, reason: string): RowChange {
  return { ...mine, notes: written(reason) }
}
