import { useEffectEvent, useLayoutEffect } from 'react'
import { takesText } from '#ui/guard-keys.ts'
import { rowIndexOf } from '#table/grid/grid-keys.ts'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'
import type { ChoosingWay } from '../state/use-chosen-rows.ts'

const moves = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'])

/**
 * Keys and presses that choose rows and are no letters, for these the reader can switch off: Shift with a key that moves
 * the mark or with a press on a row chooses up to there, Shift+Space chooses the marked row, Esc ends the choice where
 * nothing else takes it. Each is heard before the table hears it, or after.
 */
export function useChoosingKeys(): void {
  const { choice, viewer } = useReview()
  const { rows, work, chosen } = useReviewList()
  const { active } = work.place
  const mayChoose = mayChangeRows(viewer)
  const choose = (position: number | undefined, way: ChoosingWay) => {
    const id = position === undefined ? undefined : rows.idAt(position)
    if (id !== undefined) chosen.choose(id, way)
  }
  const beforeTable = useEffectEvent((event: KeyboardEvent) => {
    if (!mayChoose || !isOnTable(event)) return
    // The row where the mark was begins the range that has no other beginning.
    if (moves.has(event.key) && !choice.hasBeginning()) choose(active.get(), 'from here')
    if (event.key !== ' ') return
    take(event)
    if (!event.repeat) choose(active.get(), 'this row')
  })
  const afterTable = useEffectEvent((event: KeyboardEvent) => {
    if (mayChoose && isOnTable(event) && moves.has(event.key)) return choose(active.get(), 'up to here')
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || !choice.get()) return
    if (takesText(event.target) || document.querySelector('dialog:is([open], :popover-open)')) return
    event.preventDefault()
    choice.clear()
  })
  const pressed = useEffectEvent((event: MouseEvent) => {
    const position = rowPressedWithShift(event)
    if (!mayChoose || position === undefined) return
    take(event)
    if (event.type === 'click') choose(position, 'up to here')
  })
  useLayoutEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const before = { capture: true, signal }
    document.addEventListener('keydown', (event) => beforeTable(event), before)
    document.addEventListener('keydown', (event) => afterTable(event), { signal })
    // With Shift the browser would take the text between two presses.
    document.addEventListener('mousedown', (event) => pressed(event), before)
    document.addEventListener('click', (event) => pressed(event), before)
    return () => stop.abort()
  }, [])
}

function take(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}

function isOnTable({ target, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return (
    shiftKey && !ctrlKey && !metaKey && !altKey && target instanceof Element && target.matches('[data-grid]')
  )
}

/** The position of the row that is pressed with Shift, beside the controls in it. */
function rowPressedWithShift({ shiftKey, target }: MouseEvent): number | undefined {
  if (!shiftKey || !(target instanceof Element) || !target.closest('[data-grid]')) return undefined
  return target.closest('button, a, input, label') ? undefined : rowIndexOf(target)
}
