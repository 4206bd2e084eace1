import { useDeferredValue } from 'react'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'

type RowWindow = {
  /** The rows to draw, with their distance from the top of the body in pixels. */
  readonly items: readonly { readonly index: number; readonly top: number }[]
  /** The height of all rows together. */
  readonly height: number
  /** The last row in view. */
  readonly end: number
}

/**
 * Which rows of a fixed height are in view of a scrolling element, with ten to each side, and always the active one,
 * because the focus is on it. `offset` is what stands above the rows inside the element, in pixels.
 */
export function useRowWindow(
  scroller: HTMLElement | null,
  count: number,
  active: number,
  { rowHeight, offset }: { readonly rowHeight: number; readonly offset: number },
): RowWindow {
  'use no memo' // The virtualizer changes inside without changing its identity; only plain values leave this file.
  // First the rows that can be seen; those to each side when they are drawn.
  const overscan = useDeferredValue(10, 0)
  // oxlint-disable-next-line react/incompatible-library -- hence the directive above
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    // Before anything is measured: about what a frame leaves of the window, so that the first drawing has rows.
    initialRect: { width: window.innerWidth, height: window.innerHeight * 0.7 },
    overscan,
    scrollMargin: offset,
    rangeExtractor: (range) => withRow(range, active),
  })
  return {
    items: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start - offset })),
    height: virtualizer.getTotalSize(),
    end: virtualizer.range?.endIndex ?? -1,
  }
}

function withRow(range: Range, row: number): number[] {
  const rows = defaultRangeExtractor(range)
  if (row < 0 || row >= range.count || rows.includes(row)) return rows
  return row < (rows[0] ?? 0) ? [row, ...rows] : [...rows, row]
}
