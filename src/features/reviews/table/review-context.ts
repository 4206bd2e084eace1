import { isSuperseded } from '#contract/reviews/review-phase.ts'
import type { RowAction, Verdict } from '#contract/reviews/review-rules.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import type { RowState } from '#decisions/row-states.ts'
import type { RowStore } from '#decisions/row-store.ts'

/** What rows share; the same object for as long as all of them would look the same with it. */
export type ReviewContext = {
  readonly store: RowStore
  readonly pending: PendingChanges
  readonly viewer: ReviewViewer
  /** The moment, in milliseconds since 1970, by which the phase of the review is told. */
  readonly now: number
  /** Whether a row still is what the list was asked for. */
  readonly matches: (row: Result) => boolean
  /** Does something to a row, or asks first where a reason is wanted; `byPointer` where rows must not move under one. */
  readonly act: (action: RowAction, id: number, byPointer?: boolean) => void
}

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
  readonly act: ReviewContext['act']
}

/** Whether a person can ever change rows of a review: an auditor changes none, and nobody those of a superseded one. */
export function mayChangeRows({
  certification,
  roles,
}: Pick<ReviewViewer, 'certification' | 'roles'>): boolean {
  return !isSuperseded(certification) && roles.some((role) => role !== 'auditor')
}

export { rowName } from '#decisions/row-name.ts'
