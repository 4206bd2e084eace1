import { useEffect, useRef } from 'react'
import { nextPhaseChange, phaseOf, type ReviewPhase } from '#contract/reviews/review-phase.ts'
import { useDecisions } from '#queries/reviews/decisions.ts'
import { stillMatches, useMovedCount } from '#queries/reviews/moved-rows.ts'
import { useReviewRows } from '#queries/reviews/review-rows.ts'
import { readerOf } from '#queries/reviews/rule-input.ts'
import {
  useCertification,
  useRereadCounts,
  useReviewContext,
  useSteadyCertification,
} from '#queries/reviews/use-review.ts'
import { useOnConnectionBack } from '#queries/use-connection.ts'
import { useServerTime } from '#queries/use-server-time.ts'
import { useSession } from '#queries/session/session.ts'
import { useOutboxStatus } from '#queries/session/use-outbox.ts'
import { groupedList } from '../filters/grouping.ts'
import type { ListQueryState } from '../filters/use-list-query.ts'
import { useCountsAfterChanges } from './counts-after-changes.ts'
import { useGoneOnceGiven } from './use-gone-once-given.ts'

/** Everything that the screen of one review knows. */
export type ReviewState = ReturnType<typeof useReviewState>

/** The same once it is known what the review is and who reads it. */
export type KnownReview = ReviewState & { readonly viewer: NonNullable<ReviewState['viewer']> }

/** Reads a review and the rows that its address asks for. */
export function useReviewState(certification_id: string, query: ListQueryState) {
  const session = useSession()
  const certification = useCertification(certification_id)
  const steady = useSteadyCertification(certification_id)
  const context = useReviewContext(certification_id)
  const rows = useReviewRows(certification_id, groupedList(query, context.value))
  const pending = useDecisions(certification_id, rows.store)
  const reread = useRereadCounts(certification_id)
  const onSaved = useCountsAfterChanges(reread)
  useEffect(() => pending.onSaved(onSaved), [pending, onSaved])
  const now = useServerTime((at) => steady && nextPhaseChange(steady, at))
  const isOthers = useOutboxStatus().paused === 'other account'
  const viewer = steady && readerOf(steady, session, context.value, isOthers)
  useOnConnectionBack(reread)
  useRereadAtPhaseChange(steady && phaseOf(steady, now), reread)
  useGoneOnceGiven(pending, rows.store, viewer)
  const mutable = query.list?.mutable_filter
  return {
    certification_id,
    now,
    certification,
    context: context.value,
    /** Drawing all rows once is worth waiting for what their columns and buttons depend on. */
    ready: context.value !== undefined || context.failure !== undefined,
    viewer,
    rows: {
      ...rows,
      refresh() {
        rows.refresh()
        reread()
      },
    },
    pending,
    moved: useMovedCount(rows, mutable),
    matches: stillMatches(mutable),
  }
}

/** What was due may have been given more time meanwhile, and what is over may have been rejected for its reviewers. */
function useRereadAtPhaseChange(phase: ReviewPhase | undefined, reread: () => void): void {
  const before = useRef(phase)
  useEffect(() => {
    if (before.current !== undefined && before.current !== phase) reread()
    before.current = phase
  }, [phase, reread])
}
