import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Session, SessionState } from '#contract/session/session.ts'
import { useServerClock } from '#queries/provider.tsx'
import { isSamePerson, useReadSessionAnew } from '#queries/session/session.ts'
import { sessionEnd } from '../session-end.ts'

/** That the session is about to end. */
export type SessionWarning = {
  /** Milliseconds since 1970, by the server's clock. */
  readonly endsAt: number
  /** Whether it ends by idling, so that any use of the page keeps it. */
  readonly canStay: boolean
}

const warnMs = 2 * 60_000
/** So much later than it ends is it asked whether it has, and where nobody answers, again after so long. */
const afterMs = 5_000
/** What a person does who is there. */
const uses = ['keydown', 'click'] as const

/**
 * The warning of the last two minutes of a session; undefined before, and where it never comes. Before it is shown the server
 * is asked whether it holds, as other tabs use the session too, and who has just touched the page uses it by that. While it is
 * shown, any press keeps the session.
 */
export function useSessionWarning(session: Session): SessionWarning | undefined {
  const [warning, setWarning] = useState<SessionWarning>()
  const read = useReadSessionAnew()
  const clock = useServerClock()
  const isOver = useSyncExternalStore(sessionEnd.subscribe, sessionEnd.get) !== undefined
  useEffect(() => {
    if (session.method === 'entrance' || isOver) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let mayKeep = false
    const stop = new AbortController()
    const { signal } = stop
    const look = async () => {
      clearTimeout(timer)
      mayKeep = false
      const now = await read().catch(() => 'no answer' as const)
      if (signal.aborted) return
      if (now === 'no answer') timer = setTimeout(() => void look(), afterMs)
      else if (now && isSamePerson(session, now)) follow(now.state, true)
    }
    const follow = (state: SessionState | undefined, isRead: boolean) => {
      if (!state) return
      const end = endOf(state)
      const left = end.endsAt - clock.now()
      const isNear = left <= warnMs && isRead
      mayKeep = isNear && end.canStay
      setWarning(isNear ? end : undefined)
      // By a clock that is wrong it is over long ago: that is asked now and then, not all the time.
      const wait = isNear ? left + afterMs : left - warnMs
      timer = setTimeout(() => void look(), Math.max(isRead ? afterMs : 0, wait))
    }
    follow(session.state, false)
    const use = () => {
      if (mayKeep) void look()
    }
    for (const name of uses) addEventListener(name, use, { capture: true, signal })
    return () => {
      clearTimeout(timer)
      stop.abort()
      setWarning(undefined)
    }
  }, [session, isOver, read, clock])
  return warning
}

function endOf({ idle_ends_at, expires_at }: SessionState): SessionWarning {
  const end = Date.parse(expires_at)
  const idle = idle_ends_at === undefined ? end : Date.parse(idle_ends_at)
  return { endsAt: Math.min(idle, end), canStay: idle < end }
}
