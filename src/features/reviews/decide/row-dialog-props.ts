import type { Result } from '#contract/reviews/result.ts'
import type { RowChange } from '#decisions/row-change.ts'

/** What a dialog that asks about one row is given. */
export type RowDialogProps = {
  readonly row: Result
  /** Why it cannot be done any more. */
  readonly refusal: string | undefined
  readonly onDone: (change: RowChange) => void
  readonly onClose: () => void
}
