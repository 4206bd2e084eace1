import { type KeyboardEvent, useState } from 'react'
import { type EdgeRange, type End, movedByKey } from './brush-keys.ts'
import { useStroke } from './use-stroke.ts'

export type Brush = ReturnType<typeof useBrush>

/**
 * A range of bars that is being chosen by pointer or by keys; it is applied by letting go, or by Enter, and taken back by Esc.
 * `of` is what the bars are of: a range of others is forgotten.
 */
export function useBrush(count: number, of: string, onApply: (range: EdgeRange) => void) {
  const [range, choose] = useState<EdgeRange>()
  const [before, setBefore] = useState(of)
  const [pointed, point] = useState<number>()
  const shown = range ?? { from: 0, to: count }
  // Those before may come again, by Back, also while others are on their way: nothing is chosen of them then.
  if (before !== of) {
    setBefore(of)
    choose(undefined)
  }

  function apply(next: EdgeRange) {
    choose(next)
    onApply(next)
  }

  function keydown(event: KeyboardEvent, end: End) {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const next = movedByKey(shown, end, event.key, count)
    if (next) {
      choose(next)
      point(end === 'from' ? next.from : next.to - 1)
    } else if (event.key === 'Enter' && range) apply(range)
    else if (event.key === 'Escape' && range) choose(undefined)
    else return
    event.preventDefault()
  }

  return {
    /** What is being chosen; undefined while nothing is. */
    range,
    shown,
    /** The bar under the pointer or at the end that has the focus. */
    at: pointed !== undefined && pointed < count ? pointed : undefined,
    point,
    pointer: useStroke({ count, shown, choose, apply, point }),
    keydown,
  }
}
