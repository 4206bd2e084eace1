import { useEffect, useEffectEvent, useState } from 'react'
import type { Result } from '#contract/reviews/result.ts'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import { partOf } from '#decisions/row-change.ts'
import type { RowStore } from '#decisions/row-store.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import { rowName } from '#decisions/row-name.ts'
import { givenAway } from './reassigned.ts'
import { useReview, useReviewList } from '../table/review-context.ts'

type Options = {
  /** The row that is open. */
  readonly result_id: number
  /** The row to open after it; undefined where there is none. */
  readonly nextRow: number | undefined
}

/**
 * Goes on to the next row, or to the list after the last one, when the reader gives the open row to others: it may be
 * out of their sight then. Returns what to say of that over the row that was opened instead.
 */
export function useOwnReassignment({ result_id, nextRow }: Options): string | undefined {
  const { pending, viewer } = useReview()
  const { replace, close } = useReviewList().links
  const [given, setGiven] = useState<{ readonly text: string; readonly over: number }>()
  const goOn = useEffectEvent((row: Result) => {
    const text = givenAway(row, viewer.user)
    if (row.result_id !== result_id || text === undefined) return
    if (nextRow === undefined) return close()
    setGiven({ text: `${text}: ${rowName(row)}.`, over: nextRow })
    replace(nextRow)
  })
  useEffect(
    () =>
      pending.listen((event) => {
        if (event.kind === 'decided' && event.change.reviewers)
          goOn({ ...event.row, ...partOf(event.change) })
      }),
    [pending],
  )
  return given?.over === result_id ? given.text : undefined
}

/** Marks a row that its reader has given to others, and sees no longer, as out of sight once the server has taken that. */
export function useGoneOnceGiven(
  pending: PendingChanges,
  store: RowStore,
  viewer: ReviewViewer | undefined,
): void {
  const saved = useEffectEvent((id: number) => {
    if (!viewer || seesEveryRow(viewer)) return
    if (givenAway(store.get(id), viewer.user) !== undefined) store.setGone([id])
  })
  useEffect(() => pending.onSaved((id) => saved(id)), [pending])
}

/** Those who see a review as a whole, its reviewers or not (security 4.4). */
function seesEveryRow({ roles, own }: ReviewViewer): boolean {
  return roles.includes('admin') || roles.includes('auditor') || (own && roles.includes('operator'))
}
