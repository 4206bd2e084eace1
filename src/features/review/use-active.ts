import { useLayoutEffect, useState } from 'react'
import type { ReviewRows } from '#queries/review-rows.ts'
import { type ActivePosition, createActivePosition } from '#table/active-position.ts'

type Active = {
  /** The position that keys act on. */
  readonly active: ActivePosition
  readonly setActive: (position: number) => void
  /** Makes a position the active one and has the table take the keys. */
  readonly moveTo: (position: number) => void
}

/** Which row keys act on: that of the list as it is, and the open one for as long as one is open. */
export function useActive({ listKey, total, positionOf }: ReviewRows, openRow: number | undefined): Active {
  const [active] = useState(createActivePosition)
  const opened = openRow === undefined ? undefined : positionOf(openRow)
  const setActive = (position: number) => active.set(Math.max(0, Math.min(position, total - 1)))

  useLayoutEffect(() => active.begin(listKey), [active, listKey])
  // A list that was read anew may have become shorter.
  useLayoutEffect(() => active.set(Math.max(0, Math.min(active.get(), total - 1))), [active, total])
  // Whoever walks from row to row in a drawer finds the focus there when it closes.
  useLayoutEffect(() => {
    if (opened !== undefined) active.set(opened)
  }, [active, opened])
  return {
    active,
    setActive,
    moveTo: (position) => {
      setActive(position)
      document.querySelector<HTMLElement>('[data-grid]')?.focus({ preventScroll: true })
    },
  }
}
