import { useEffect, useState } from 'react'
import { keysAreIdle } from '#ui/guard-keys.ts'

/** Milliseconds without a key after which somebody is taken not to be typing. */
const idleMs = 500
const lookAgainMs = 200

/**
 * Whether something may open by itself for this id: once there was a moment in which no dialog was open and no key had
 * been pressed for a second. False for undefined, and for each other id until its own moment.
 */
export function useUndisturbed(id: number | undefined): boolean {
  const [free, setFree] = useState<number>()
  const isFree = id !== undefined && free === id
  useEffect(() => {
    if (id === undefined || isFree) return undefined
    const look = () => {
      if (keysAreIdle(idleMs) && !document.querySelector('dialog:is(:modal, :popover-open)')) setFree(id)
    }
    look()
    const timer = setInterval(look, lookAgainMs)
    return () => clearInterval(timer)
  }, [id, isFree])
  return isFree
}
