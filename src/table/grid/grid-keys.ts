import type { KeyboardEvent } from 'react'

/** Rows that stay in view above and below the one that a key moves to. */
const contextRows = 3

/** Where rows are, in pixels: the scrolling element, the height of a row and of the header. */
export type RowGeometry = {
  readonly scroller: HTMLElement
  readonly rowHeight: number
  readonly header: number
}

/** What keys act on in a grid. */
export type GridPlace = {
  /** Undefined before it is mounted. */
  readonly geometry: RowGeometry | undefined
  /** The marked row, undefined where none is. */
  readonly active: number | undefined
  readonly count: number
  readonly activeElement: () => HTMLElement | null
  readonly onMove: (row: number) => void
  /** Enter or Space on the grid itself. */
  readonly onEnter: () => void
  /** A step down where there is no row below. */
  readonly onPastEnd?: (() => void) | undefined
}

/**
 * Handles a key in a grid. On the grid itself keys move between rows; on a control in a row they move within the row.
 */
export function gridKeydown(event: KeyboardEvent<HTMLElement>, place: GridPlace): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const grid = event.currentTarget
  const row = event.target === grid ? place.activeElement() : closestRow(event.target)
  const moved = event.target === grid && moveKey(event.key, place)
  if (moved || (row && rowKey(event.key, grid, row))) event.preventDefault()
}

function moveKey(key: string, place: GridPlace): boolean {
  const { geometry, active, count } = place
  if (count === 0) return false
  if (key === 'Enter' || key === ' ') {
    place.onEnter()
    return true
  }
  const page = geometry ? Math.max(1, rowsInView(geometry) - 1) : 1
  const next = rowAfterKey(key, { active, count, page, firstInView: geometry ? firstInView(geometry) : 0 })
  if (next === undefined) return false
  if (key === 'ArrowDown' && next === active) place.onPastEnd?.()
  else place.onMove(next)
  return true
}

type RowsAround = {
  readonly active: number | undefined
  readonly count: number
  /** How many rows a page key moves. */
  readonly page: number
  readonly firstInView: number
}

/**
 * The row that a key leads to; undefined for other keys. Without a marked row, a step leads to the first row in view.
 */
export function rowAfterKey(
  key: string,
  { active, count, page, firstInView }: RowsAround,
): number | undefined {
  const from = (by: number) => (active === undefined ? firstInView : active + by)
  const moves = new Map([
    ['ArrowDown', from(1)],
    ['ArrowUp', from(-1)],
    ['PageDown', from(page)],
    ['PageUp', from(-page)],
    ['Home', 0],
    ['End', count - 1],
  ])
  const to = moves.get(key)
  return to === undefined ? undefined : Math.max(0, Math.min(to, count - 1))
}

/** Scrolls just far enough to show a row below the header, with some rows around it. */
export function revealRow({ scroller, rowHeight, header }: RowGeometry, row: number): void {
  const { clientHeight, scrollTop } = scroller
  const to = scrollTo({ scrollTop, inView: clientHeight - header, rowHeight }, row)
  if (to !== scrollTop) scroller.scrollTop = to
}

type View = { readonly scrollTop: number; readonly inView: number; readonly rowHeight: number }

/** The scroll position, in pixels, that shows a row with some rows around it; the present one if it does. */
export function scrollTo({ scrollTop, inView, rowHeight }: View, row: number): number {
  // Half of the view at most: the row itself comes first.
  const context = Math.min(contextRows * rowHeight, Math.max(0, (inView - rowHeight) / 2))
  const top = Math.max(0, row * rowHeight - context)
  const bottom = (row + 1) * rowHeight + context - inView
  return Math.min(Math.max(scrollTop, bottom), top)
}

/** The first row that is wholly in view. */
export function firstInView({ scroller, rowHeight }: RowGeometry): number {
  return Math.ceil(scroller.scrollTop / rowHeight)
}

/** Whether at least half of a row is in view. */
export function isInView({ scroller, rowHeight, header }: RowGeometry, row: number): boolean {
  const middle = (row + 0.5) * rowHeight - scroller.scrollTop
  return middle >= 0 && middle <= scroller.clientHeight - header
}

function rowsInView({ scroller, rowHeight, header }: RowGeometry): number {
  return Math.floor((scroller.clientHeight - header) / rowHeight)
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

/** The position of the row that contains an element. */
export function rowIndexOf(target: EventTarget | null): number | undefined {
  const index = closestRow(target)?.dataset['index']
  return index === undefined ? undefined : Number(index)
}

function closestRow(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
}
