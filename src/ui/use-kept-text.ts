import { useState } from 'react'
import { keepText, keptText, type TextPlace } from './kept-text.ts'

type Kept = {
  readonly text: string
  readonly write: (text: string) => void
  /** Says that the text was kept from before, where it was. */
  readonly hint: string | undefined
}

/**
 * The state of a text field that loses nothing when its dialog closes: it begins with the text kept for its place,
 * else with `present`, and `write` keeps every change. Call `forgetText` once the text was sent.
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
