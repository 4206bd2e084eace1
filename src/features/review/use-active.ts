import { useState } from 'react'
import type { ReviewRows } from '#queries/review-rows.ts'

type Active = {
  /** The position that keys act on. */
  readonly active: number
  readonly setActive: (position: number) => void
  /** Makes a position the active one and has the table take the keys. */
  readonly moveTo: (position: number) => void
}

/** Which row keys act on: that of the list as it is, and the open one for as long as one is open. */
export function useActive({ listKey, total, positionOf }: ReviewRows, openRow: number | undefined): Active {
  const [moved, setMoved] = useState({ listKey, position: 0 })
  const [openBefore, setOpenBefore] = useState<number>()
  const opened = openRow === undefined ? undefined : positionOf(openRow)
  // Whoever walks from row to row in a drawer finds the focus there when it closes.
  if (opened !== openBefore) {
    setOpenBefore(opened)
    if (opened !== undefined) setMoved({ listKey, position: opened })
  }
  const active = moved.listKey === listKey ? Math.max(0, Math.min(moved.position, total - 1)) : 0
  const setActive = (position: number) =>
    setMoved({ listKey, position: Math.max(0, Math.min(position, total - 1)) })
  return {
    active,
    setActive,
    moveTo: (position) => {
      setActive(position)
      document.querySelector<HTMLElement>('[data-grid]')?.focus({ preventScroll: true })
    },
  }
}
