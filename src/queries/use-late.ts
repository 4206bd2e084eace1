import { useEffect, useState } from 'react'
import type { PendingChanges } from '#decisions/pending-changes.ts'

/** Milliseconds; what is saved sooner is not worth a word. */
const timeoutMs = 400

/** Whether a change has been unsent for a while. */
export function useLate(pending: PendingChanges): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      if (pending.getStatus().unsent > 0) timer ??= setTimeout(() => setLate(true), timeoutMs)
      else {
        clearTimeout(timer)
        timer = undefined
        setLate(false)
      }
    }
    look()
    const stop = pending.subscribe(look)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [pending])
  return late
}
