import { useEffect, useEffectEvent, useState } from 'react'
import type { Result } from '#contract/reviews/result.ts'
import { partOf } from '#decisions/row-change.ts'
import { rowName } from '#decisions/row-name.ts'
import { givenAway } from '../parts/reassigned.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'

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
  const [reassigned, setReassigned] = useState<{ readonly text: string; readonly over: number }>()
  const goOn = useEffectEvent((row: Result) => {
    const text = givenAway(row, viewer.user)
    if (row.result_id !== result_id || text === undefined) return
    if (nextRow === undefined) return close()
    setReassigned({ text: `${text}: ${rowName(row)}.`, over: nextRow })
    replace(nextRow)
  })
  useEffect(
    () =>
      pending.onEvent((event) => {
        if (event.kind === 'decided' && event.change.reviewers)
          goOn({ ...event.row, ...partOf(event.change) })
      }),
    [pending],
  )
  return reassigned?.over === result_id ? reassigned.text : undefined
}
