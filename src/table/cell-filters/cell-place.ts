import type { CSSProperties } from 'react'

/** A cell of the table, and where the button over it stands. */
export type CellPlace = {
  readonly row: number
  readonly column: number
  readonly button: Pick<CSSProperties, 'left' | 'top' | 'height'>
}

/** The width of the button in pixels, and the height that it has at most. */
const button = { width: 32, height: 28 }

/** The cell that something is in, undefined in the header and beside the rows. */
export function cellOf(target: EventTarget | null): HTMLTableCellElement | undefined {
  const cell = target instanceof Element ? target.closest<HTMLTableCellElement>('td[role=gridcell]') : null
  return cell ?? undefined
}

/** The position of the row that an element is in, or is. */
export function rowOf(target: Element): number | undefined {
  const index = target.closest<HTMLElement>('[data-index]')?.dataset['index']
  return index === undefined ? undefined : Number(index)
}

/** The row that keys act on, where the focus is on the grid itself; undefined where none is marked. */
export function markedRow(target: EventTarget | null): HTMLElement | undefined {
  if (!(target instanceof Element) || !target.matches('[data-grid]')) return undefined
  return document.getElementById(target.getAttribute('aria-activedescendant') ?? '') ?? undefined
}

/** Where a cell is, and the place of a button at the end of it, or at its start where its text stands at the end. */
export function cellAt(cell: HTMLTableCellElement, scroller: HTMLElement): CellPlace | undefined {
  const row = rowOf(cell)
  if (row === undefined) return undefined
  const { left, right } = cell.getBoundingClientRect()
  const { top, height } = (cell.parentElement ?? cell).getBoundingClientRect()
  const frame = scroller.getBoundingClientRect()
  const isAtEnd = getComputedStyle(cell).textAlign === 'end'
  const x = isAtEnd ? left : Math.max(left, right - button.width)
  return {
    row,
    column: cell.cellIndex,
    button: {
      left: x - frame.left + scroller.scrollLeft,
      top: top + (height - button.height) / 2 - frame.top + scroller.scrollTop,
      height: button.height,
    },
  }
}
