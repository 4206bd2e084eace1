import type { WorkflowUser } from '#contract/people.ts'
import type { BulkChoice } from '#contract/reviews/bulk.ts'

/** What can be done to many rows at once. */
export type BulkAction = 'accept' | 'reject' | 'clear' | 'note' | 'reassign' | 'sign off' | 'fix'

/** A change of many rows that the reader has asked for: it opens a dialog, in which a preview comes first. */
export type BulkAsking = {
  readonly action: BulkAction
  readonly choice: BulkChoice
  /** What the choice is, as words that follow a number: `chosen rows`, `rows of Ada Clark`, `rows that match`. */
  readonly of: string
  /** Of `reassign`: whose place the new reviewers take; else they take that of all who review a row. */
  readonly replaces?: WorkflowUser
  /** Told once it has been started: what was chosen for it is chosen no more. */
  readonly onStarted?: () => void
}
