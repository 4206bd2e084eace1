import type { Verdict } from '#contract/reviews/review-rules.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { RowState } from '#decisions/row-states.ts'
import type { Review } from '../state/review-provider.ts'

/** A row as the cells draw it. */
export type RowView = {
  readonly row: Result
  readonly state: RowState | undefined
  /** Why a row cannot be accepted or rejected now; undefined where it can. */
  readonly accept: Verdict
  readonly reject: Verdict
  /** Whether there are buttons at all: an auditor has none. */
  readonly decides: boolean
  readonly changedBy: string | undefined
  /** No longer what the list was asked for. */
  readonly moved: boolean
  readonly act: Review['act']
  /** Whether the row is chosen for a change of many. */
  readonly chosen: boolean
  readonly choose: Review['choose']
}
