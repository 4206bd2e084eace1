import { useEffect, useEffectEvent, useState } from 'react'
import { useServerClock } from './provider.tsx'

/** Milliseconds after which the clock is looked at again: a device that slept does not know for how long it did. */
const lookAgainMs = 1000
const leastMs = 20

/**
 * The server's time in milliseconds since 1970, as of the last change that matters: it changes at the time that `next`
 * names (undefined: never), and when the clock is corrected so far that `next` names another time. Nothing renders in
 * between.
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

/** The next time at which a text such as "in 5 minutes" changes; for `useServerTime`. */
export function nextHalfMinute(now: number): number {
  return (Math.floor(now / stepMs) + 1) * stepMs
}
