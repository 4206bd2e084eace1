import { useLayoutEffect, useRef, useState } from 'react'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import { type ActivePosition, createActivePosition } from '#table/grid/active-position.ts'
import { useComingBack } from './use-place.ts'

/** The row that keys act on, and how to go to another. */
export type ActiveRow = {
  readonly active: ActivePosition
  /**
   * Marks a row, scrolls to it, and has the table take the keys. Nothing is scrolled under a pointer that has just pressed
   * there: a second press would meet another row.
   */
  readonly moveTo: (position: number, byPointer?: boolean) => void
}

/**
 * Which row keys act on: none of a list that has just come, for nobody has chosen one of it; the open one for as long as
 * one is open; the one that was left in it where the reader comes back from another page; and through a refresh the same one, wherever it stands then.
 */
export function useActive(
  rows: Pick<ReviewRows, 'listKey' | 'order' | 'total' | 'positionOf' | 'stale'>,
  openRow: number | undefined,
): ActiveRow {
  const { listKey, order, total, positionOf } = rows
  const [active] = useState(createActivePosition)
  const opened = openRow === undefined ? undefined : positionOf(openRow)

  const shown = useRef({ listKey, order })
  useLayoutEffect(() => {
    const before = shown.current
    shown.current = { listKey, order }
    const marked = active.get()
    if (before.listKey !== listKey) active.mark(undefined)
    else if (before.order !== order && marked !== undefined) {
      const id = before.order?.idAt(marked)
      active.mark(id === undefined ? undefined : order?.positionOf(id))
    }
  }, [active, listKey, order])

  // Whoever walks from row to row in a drawer finds the focus there when it closes.
  useLayoutEffect(() => {
    if (opened !== undefined) active.moveTo(opened)
  }, [active, opened])
  useFocusAfterClose(active, openRow)
  useComingBack(active, rows)
  return {
    active,
    moveTo: (position, byPointer = false) => {
      const to = Math.max(0, Math.min(position, total - 1))
      if (byPointer) active.mark(to)
      else active.moveTo(to)
      active.focus()
    },
  }
}

/** Gives the table the focus as the drawer over it closes, where the platform had nothing to give it back to. */
function useFocusAfterClose(active: ActivePosition, openRow: number | undefined): void {
  const before = useRef(openRow)
  useLayoutEffect(() => {
    const isClosed = before.current !== undefined && openRow === undefined
    before.current = openRow
    if (isClosed && document.activeElement === document.body) active.focus()
  }, [active, openRow])
}
