import { type MouseEvent, useRef } from 'react'
import { rowPressed } from './row-pressed.ts'

/** So many pixels a hand may slip between pressing and letting go. */
const slip = 4

type RowPress = {
  readonly onMouseDown: (event: MouseEvent) => void
  readonly onClick: (event: MouseEvent) => void
}

/** What a body of rows listens to, so that a press on a row, but not on a control in it, is told by its position. */
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
