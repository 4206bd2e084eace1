import { createContext, use } from 'react'
import type { Certification } from '#contract/reviews/certification.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { isSuperseded } from '#contract/reviews/review-phase.ts'
import type { RowAction } from '#contract/reviews/review-rules.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import type { RowStore } from '#decisions/row-store.ts'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import type { Covers } from '../filters/others.ts'
import type { ListQueryState } from '../filters/use-list-query.ts'
import type { BulkAsking } from './bulk-asking.ts'
import type { RowChoice } from '../choice/row-choice.ts'
import type { ChosenRows } from './use-chosen-rows.ts'
import type { RowLinks } from './use-row-links.ts'
import type { RowWork } from './use-row-work.ts'

/** What every part of a review shares, its rows too: the same object for as long as all rows would look the same with it. */
export type Review = {
  readonly certification_id: string
  readonly store: RowStore
  readonly pending: PendingChanges
  /** Who reads, and what of the review decides what they may do. */
  readonly viewer: ReviewViewer
  /**
   * The moment, in milliseconds since 1970, by which the phase of the review is told. It moves on with the phase alone,
   * because every row is drawn again with it; what counts minutes has a clock of its own.
   */
  readonly now: number
  /** The time zone of times (IANA name). */
  readonly zone: string
  /** Which rows keys, counts and the sign-off of many cover. */
  readonly covers: Covers
  /** Whether those of other reviewers are included there. */
  readonly includesOthers: boolean
  /** Whether a row still is what the list was asked for. */
  readonly matches: (row: Result) => boolean
  /** Does something to a row, or asks first where a reason is wanted; `byPointer` where rows must not move under one. */
  readonly act: (action: RowAction, id: number, byPointer?: boolean) => void
  /** Which rows are chosen for a change of many. */
  readonly choice: RowChoice
  readonly choose: ChosenRows['choose']
}

/** What stands around the rows shares besides: it changes while one works, so no row reads it. */
export type ReviewList = {
  /** With its counts, which are read again after each change. */
  readonly certification: Certification
  /** What the server says besides; undefined until it is known. */
  readonly context: ReviewContext | undefined
  readonly query: ListQueryState
  readonly rows: ReviewRows
  /** How many rows no longer are what the list was asked for. */
  readonly moved: number
  readonly links: RowLinks
  /** The id of the row that is open. */
  readonly openRow: number | undefined
  readonly work: RowWork
  /** Begins the sign-off of everything covered that is decided. */
  readonly signOff: () => void
  readonly chosen: ChosenRows
  /** Asks about a change of many rows: a preview comes first. */
  readonly askBulk: (asking: BulkAsking) => void
  /** The row whose two versions the reader has asked to see. */
  readonly choosing: number | undefined
  /** Opens the choice between the two versions of a row; undefined closes it. */
  readonly choose: (result_id: number | undefined) => void
  /** Whether single letters do anything: the reader can switch them off. */
  readonly letters: boolean
}

const Shared = createContext<Review | undefined>(undefined)
const List = createContext<ReviewList | undefined>(undefined)
export const ReviewProvider = Shared.Provider
export const ReviewListProvider = List.Provider

/** What every part of the nearest review shares. */
export function useReview(): Review {
  return inside(use(Shared))
}

/** What stands around the rows of the nearest review shares; not for a row, which would be drawn with every key. */
export function useReviewList(): ReviewList {
  return inside(use(List))
}

function inside<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a part of a review stands outside of it')
  return value
}

/** Whether a person can ever change rows of a review: an auditor changes none, and nobody those of a superseded one. */
export function mayChangeRows({
  certification,
  roles,
}: Pick<ReviewViewer, 'certification' | 'roles'>): boolean {
  return !isSuperseded(certification) && roles.some((role) => role !== 'auditor')
}
