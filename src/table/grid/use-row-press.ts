import { type MouseEvent, useRef } from 'react'

/** So many pixels a hand may slip between pressing and letting go. */
const slip = 4

type RowPress = {
  readonly onMouseDown: (event: MouseEvent) => void
  readonly onClick: (event: MouseEvent) => void
}

/**
 * Listeners for the body of a grid: a press on a row, but not on a control in it, calls back with the row's position.
 */
export function useRowPress(onPress: (position: number) => void): RowPress {
  const pressed = useRef({ x: 0, y: 0 })
  return {
    onMouseDown: ({ clientX: x, clientY: y }) => {
      pressed.current = { x, y }
    },
    onClick: ({ clientX, clientY, target }) => {
      const { x, y } = pressed.current
      // Whoever has moved meanwhile was selecting text.
      if (Math.hypot(clientX - x, clientY - y) > slip) return
      const row = rowPressed(target)
      if (row !== undefined) onPress(row)
    },
  }
}

/** The index of the row that a press was on, unless it was on a control in it, or in a window that opened from it. */
function rowPressed(target: EventTarget | null): number | undefined {
  if (!(target instanceof Element) || target.closest('button, a, input, label, dialog')) return undefined
  const index = target.closest<HTMLElement>('[data-index]')?.dataset['index']
  return index === undefined ? undefined : Number(index)
}
