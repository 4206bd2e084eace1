import type { KeyboardEvent } from 'react'

/** Where the keys of a grid act: its rows, all of one height, and the element that scrolls them below a header. */
export type GridPlace = {
  readonly scroller: HTMLElement | null
  readonly rowHeight: number
  readonly header: number
  readonly active: number
  readonly count: number
  readonly activeElement: () => HTMLElement | null
  readonly onMove: (row: number) => void
  readonly onOpen: (row: number) => void
}

/** Answers a key pressed in a grid: on the grid itself keys move between rows, on a control in a row within the row. */
export function gridKeydown(event: KeyboardEvent<HTMLElement>, place: GridPlace): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const grid = event.currentTarget
  const row = event.target === grid ? place.activeElement() : rowAround(event.target)
  const moved = event.target === grid && moveKey(event.key, place)
  if (moved || (row && rowKey(event.key, grid, row))) event.preventDefault()
}

function moveKey(key: string, place: GridPlace): boolean {
  const { scroller, rowHeight, header, active, count } = place
  if (count === 0) return false
  if (key === 'Enter' || key === ' ') {
    place.onOpen(active)
    return true
  }
  const inView = scroller ? Math.floor((scroller.clientHeight - header) / rowHeight) : 1
  const next = rowAfterKey(key, active, count, Math.max(1, inView - 1))
  if (next === undefined) return false
  place.onMove(next)
  if (scroller) revealRow(scroller, next, rowHeight, header)
  return true
}

/** The row that a key moves to from row `active` of `count`, undefined for a key that does not move. */
export function rowAfterKey(key: string, active: number, count: number, page: number): number | undefined {
  const moves = new Map([
    ['ArrowDown', active + 1],
    ['ArrowUp', active - 1],
    ['PageDown', active + page],
    ['PageUp', active - page],
    ['Home', 0],
    ['End', count - 1],
  ])
  const to = moves.get(key)
  return to === undefined ? undefined : Math.max(0, Math.min(to, count - 1))
}

/** Scrolls just far enough for a row to be in view below the header, which stays in place. */
export function revealRow(scroller: HTMLElement, row: number, rowHeight: number, header: number): void {
  const top = row * rowHeight
  const bottom = top + rowHeight - (scroller.clientHeight - header)
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (bottom > scroller.scrollTop) scroller.scrollTop = bottom
}

/** Right and left move among the buttons and links of a row; left of the first one, or Esc, is the grid again. */
function rowKey(key: string, grid: HTMLElement, row: HTMLElement): boolean {
  const controls = [...row.querySelectorAll<HTMLElement>('button, a')]
  const at = controls.findIndex((control) => control === document.activeElement)
  if (key === 'ArrowRight') controls[Math.min(at + 1, controls.length - 1)]?.focus()
  else if (key === 'ArrowLeft' && at > 0) controls[at - 1]?.focus()
  else if ((key === 'ArrowLeft' || key === 'Escape') && at >= 0) grid.focus({ preventScroll: true })
  else return false
  return true
}

function rowAround(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
}
