import { startTransition, useDeferredValue, useEffect, useEffectEvent, useState } from 'react'
import { flushSync } from 'react-dom'

/** Rows to each side of those in view while somebody steps from row to row or reads on. */
const nearby = 2
/** The same for somebody who scrolls fast: a frame moves by about as many. */
const farther = 10
/** At most so many rows are in the page. */
const most = 119
/** The window moves in steps, so that slow scrolling renders once in several rows. */
const step = 2

/** How many rows to draw above and below the view, after a scroll by so many pixels. */
export function overscanAfter(moved: number, rowHeight: number): number {
  return Math.abs(moved) > nearby * rowHeight ? farther : nearby
}

/** The positions that are drawn, `end` excluded. */
export type PositionWindow = { readonly start: number; readonly end: number }

/** The positions to draw at a scroll position, for `total` rows of one height in pixels. */
export function windowAt(
  { scrolled, view, overscan = nearby }: Place,
  rowHeight: number,
  total: number,
): PositionWindow {
  const first = Math.floor(Math.max(0, scrolled) / rowHeight) - overscan
  const start = Math.max(0, Math.min(Math.floor(first / step) * step, total - 1))
  const rows = Math.ceil(view / rowHeight) + 2 * overscan + step
  return { start, end: Math.max(0, Math.min(start + Math.min(rows, most), total)) }
}

/**
 * Which rows of a scrolling element to draw. Rows are not measured, so a million cost what a hundred do. When rows in
 * view are missing, or would be after the same move once more, the window follows before the browser paints: it scrolls
 * ahead of the page. Otherwise after, so that a step to the next row does not wait for rows out of view.
 */
export function usePositionWindow(
  scroller: HTMLElement | null,
  rowHeight: number,
  total: number,
): PositionWindow {
  // First the rows that can be seen; those to each side when they are drawn.
  const first = useDeferredValue(false, true)
  const [place, setPlace] = useState<Place>({ scrolled: 0, view: window.innerHeight * 0.7 })

  const drawn = windowAt(first ? { ...place, overscan: 0 } : place, rowHeight, total)

  const follow = useEffectEvent((next: Place, moved: number) => {
    const take = () => setPlace((now) => (sameWindow(now, next, rowHeight) ? now : next))
    if (covers(drawn, movedOn(next, moved), rowHeight, total)) startTransition(take)
    else flushSync(take)
  })

  useEffect(() => {
    if (!scroller) return undefined
    let before = scroller.scrollTop
    const look = () => {
      const { scrollTop: scrolled, clientHeight: view } = scroller
      const moved = scrolled - before
      before = scrolled
      follow({ scrolled, view, overscan: overscanAfter(moved, rowHeight) }, moved)
    }
    const resize = new ResizeObserver(look)
    resize.observe(scroller)
    scroller.addEventListener('scroll', look, { passive: true })
    return () => {
      resize.disconnect()
      scroller.removeEventListener('scroll', look)
    }
  }, [scroller, rowHeight])

  return drawn
}

/** How far rows are scrolled and how high the view is, in pixels, and how many rows to draw to each side. */
type Place = { readonly scrolled: number; readonly view: number; readonly overscan?: number }

/** Where the same move once more would lead. */
export function movedOn(place: Place, moved: number): Place {
  return { ...place, scrolled: Math.max(0, place.scrolled + moved) }
}

/** Whether all rows in view are drawn. */
export function covers(
  { start, end }: PositionWindow,
  place: Place,
  rowHeight: number,
  total: number,
): boolean {
  const { scrolled, view } = place
  return scrolled >= start * rowHeight && Math.min(scrolled + view, total * rowHeight) <= end * rowHeight
}

function sameWindow(place: Place, otherPlace: Place, rowHeight: number): boolean {
  const endless = Number.MAX_SAFE_INTEGER
  const before = windowAt(place, rowHeight, endless)
  const after = windowAt(otherPlace, rowHeight, endless)
  return before.start === after.start && before.end === after.end
}
