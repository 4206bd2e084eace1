import { useState } from 'react'
import { keepText, keptText, type TextPlace } from './kept-text.ts'

type Kept = {
  readonly text: string
  readonly write: (text: string) => void
  /** Says that the text was kept from before, where it was. */
  readonly hint: string | undefined
}

/**
 * The text of a field in which `present` stood as it opened: it begins with what was kept for its place, and keeps what
 * is written. Whoever sends it forgets it (`forgetText`).
 */
export function useKeptText(place: TextPlace, present: string): Kept {
  const [begun] = useState(() => keptText(place, present))
  const [text, setText] = useState(begun.text)
  const write = (next: string) => {
    setText(next)
    keepText(place, present, next)
  }
  return { text, write, hint: begun.hint }
}
