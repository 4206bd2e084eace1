import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { NavigationType, useLocation, useNavigationType } from 'react-router'
import type { RowOrder } from '#queries/reviews/positions.ts'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import type { ActivePosition } from '#table/grid/active-position.ts'

/** Where a reader left a list: the row that was marked, and the first one in view. */
type Place = { readonly marked: number | undefined; readonly first: number | undefined }

/** By the step of the browser's history and the list that was seen in it. They last as long as the page. */
const places = new Map<string, Place>()

/**
 * Takes a reader who comes back to a list by Back or Forward to where they were in it: the same rows in view, wherever
 * they stand now, and for whoever comes from another page the same row marked. Another list of the same review has no
 * marked row (decision 19): a command there is not meant for one of long ago. Rows are known by their ids.
 */
export function useComingBack(
  active: ActivePosition,
  { order, listKey, stale }: Pick<ReviewRows, 'order' | 'listKey' | 'stale'>,
): void {
  const { key } = useLocation()
  const isBack = useNavigationType() === NavigationType.Pop
  const shown = useRef<RowOrder>(undefined)
  const waiting = useRef<Place>(undefined)
  const isFirst = useRef(true)
  // A row that opens and closes is a step too, but the list is the same: whoever walked on in it means the last row.
  const leftAt = useEffectEvent((list: string) => (isBack ? places.get(`${key} ${list}`) : undefined))
  useLayoutEffect(() => {
    waiting.current = leftAt(listKey)
  }, [listKey])
  // As it is left, the table still stands.
  useLayoutEffect(
    () => () => {
      const idAt = (position: number | undefined) =>
        position === undefined ? undefined : shown.current?.idAt(position)
      places.set(`${key} ${listKey}`, { marked: idAt(active.get()), first: idAt(active.firstInView()) })
    },
    [active, key, listKey],
  )
  // After the table's own: it begins another list at its top.
  useEffect(() => {
    if (stale || !order) return
    shown.current = order
    const place = waiting.current
    waiting.current = undefined
    const comesFromElsewhere = isFirst.current
    isFirst.current = false
    if (place) comeBack(active, order, comesFromElsewhere ? place : { ...place, marked: undefined })
  }, [active, order, stale])
}

function comeBack(active: ActivePosition, order: RowOrder, { marked, first }: Place): void {
  const positionOf = (id: number | undefined) => (id === undefined ? undefined : order.positionOf(id))
  const top = positionOf(first)
  const mark = positionOf(marked)
  if (top !== undefined) {
    // From below, so that it comes to stand at the top.
    active.reveal(order.total - 1)
    active.reveal(top)
  }
  if (mark !== undefined) active.mark(mark)
}
