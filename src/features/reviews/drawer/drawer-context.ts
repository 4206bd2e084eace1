import type { RowAction } from '#contract/reviews/review-rules.ts'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import type { RowStore } from '#decisions/row-store.ts'
import type { ReviewContext } from '../table/review-context.ts'
import type { Covers } from '../filters/others.ts'

/** What the drawer of a row is given. */
export type RowDrawerProps = {
  readonly certification_id: string
  readonly result_id: number
  readonly store: RowStore
  readonly pending: PendingChanges
  /** Undefined while it is not known who reads; the row is shown without its controls then. */
  readonly viewer: ReviewViewer | undefined
  /** The moment, in milliseconds since 1970, by which the phase of the review is told. */
  readonly now: number
  readonly zone: string
  /** Whether single letters do anything (the reader can switch them off). */
  readonly letters: boolean
  /** What is to be said of keys, such as why an action was not done. */
  readonly said: string
  /** What was done before this row was opened, to be read over it. */
  readonly notice: string | undefined
  readonly act: ReviewContext['act']
  readonly undo: () => void
  readonly covers: Covers
  /** The same as `act` for single keys, which leave rows alone that are not covered. */
  readonly actByKey: (action: RowAction, id: number) => void
  /** How to open the row above or below in the list; undefined where there is none. */
  readonly previous: (() => void) | undefined
  readonly next: (() => void) | undefined
  readonly onClose: () => void
}

/** What the list tells the row that is open over it. */
export type DrawerContext = Pick<
  RowDrawerProps,
  | 'certification_id'
  | 'pending'
  | 'viewer'
  | 'now'
  | 'letters'
  | 'said'
  | 'act'
  | 'undo'
  | 'actByKey'
  | 'covers'
> & {
  readonly rows: ReviewRows
  /** Opens another row in the place of the one that is open. */
  readonly replace: (result_id: number) => void
  readonly close: () => void
}
