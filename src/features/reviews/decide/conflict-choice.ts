import type { RowAction } from '#contract/reviews/review-rules.ts'
import { written } from '#contract/text.ts'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import type { Current } from '#decisions/conflict.ts'
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

/** Whether it was the reader, in another window or on another device, who changed the row last. */
export function changedBySelf({ value }: Pick<Current, 'value'>, user: WorkflowUser): boolean {
  return value.updated_by !== null && value.updated_by !== undefined && sameUser(value.updated_by, user)
}

type ChoiceWords = Readonly<Record<'label' | 'missing' | 'stays' | 'refused' | 'keep' | 'replace', string>>

/** The words of the choice between a colleague's version and the reader's. */
export const theirWords: ChoiceWords = {
  label: 'Why yours should stand (required to replace theirs)',
  missing: 'Say why yours should stand.',
  stays: 'theirs',
  refused: 'Yours cannot replace theirs',
  keep: 'Keep theirs',
  replace: 'Replace with mine',
}

/** The same where both versions are the reader's. */
export const ownWords: ChoiceWords = {
  label: 'Why this version should stand (required to replace the other)',
  missing: 'Say why this version should stand.',
  stays: 'the other',
  refused: 'This version cannot replace the other',
  keep: 'Keep the other version',
  replace: 'Replace with this version',
}

/** My change put on top of a colleague's, with the reason as its note. */
export function replacing(mine: RowChange, reason: string): RowChange {
  return { ...mine, notes: written(reason) }
}
