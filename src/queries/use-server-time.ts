import { useEffect, useEffectEvent, useState } from 'react'
import { useServerClock } from './provider.tsx'

/** Milliseconds after which the clock is looked at again: a device that slept does not know for how long it did. */
const lookAgainMs = 1000
const leastMs = 20

/**
 * The time by the server's clock, in milliseconds since 1970. It stands still, so that nothing is drawn in vain, until
 * the moment that `next` names for it (undefined: for ever), or until the clock is found to be wrong by so much that
 * `next` names another one.
 */
export function useServerTime(next: (now: number) => number | undefined): number {
  const clock = useServerClock()
  const [now, setNow] = useState(clock.now)
  const change = next(now)
  const look = useEffectEvent(() => {
    const at = clock.now()
    if (next(at) !== change) setNow(at)
  })
  useEffect(() => clock.onSet(() => look()), [clock])
  useEffect(() => {
    const step = () => {
      look()
      if (change === undefined) return
      timer = setTimeout(step, Math.min(lookAgainMs, Math.max(leastMs, change - clock.now())))
    }
    // Soon: while it was not known what is waited for, the clock may have been put right unseen.
    let timer = setTimeout(step)
    return () => clearTimeout(timer)
  }, [clock, change])
  return now
}

const stepMs = 30_000

/** The next of the moments at which words such as "in 5 minutes" are written anew; for `useServerTime`. */
export function nextHalfMinute(now: number): number {
  return (Math.floor(now / stepMs) + 1) * stepMs
}
