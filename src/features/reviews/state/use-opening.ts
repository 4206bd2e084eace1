import { useState } from 'react'
import { flushSync } from 'react-dom'

export type Opening = {
  /** The row that was asked for and is on its way, undefined once it stands. */
  readonly id: number | undefined
  readonly open: (id: number) => void
  readonly cancel: () => void
}

/** The row that is about to open: from the press on, keys are no longer for the list. */
export function useOpening(openRow: number | undefined, onOpen: (id: number) => void): Opening {
  const [id, setId] = useState<number>()
  // It stands, or something else was opened meanwhile.
  if (id !== undefined && openRow !== undefined) setId(undefined)
  return {
    id,
    open: (next) => {
      flushSync(() => setId(next))
      onOpen(next)
    },
    cancel: () => setId(undefined),
  }
}
