import { useCallback, useEffect, useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import { isSamePerson, useReadSessionAnew } from '#queries/session/session.ts'
import { onNews } from '../parts/news.ts'

/** Who is signed in by now, while the session of the page has ended. */
export type LookAgain = {
  /** Somebody else than the person of the page. */
  readonly other: Session | undefined
  /** Whether the server has been asked, with or without an answer. */
  readonly isKnown: boolean
  /** Asks the server who is signed in. */
  readonly look: () => void
}

/**
 * While `isEnded`: asks the server who is signed in, whenever another window says that it may be another, and at once.
 * `onSame` is called with the session when the person of the page is back.
 */
export function useLookAgain(
  session: Session,
  isEnded: boolean,
  onSame: (session: Session) => void,
): LookAgain {
  const read = useReadSessionAnew()
  const [other, setOther] = useState<Session>()
  const [isKnown, setKnown] = useState(false)
  const look = useCallback(
    async (hasTried: boolean) => {
      // Where nobody answers, the next news or press asks again.
      const now = await read().catch(() => undefined)
      setKnown(true)
      if (!now || now.state?.stage === 'enrol') return setOther(undefined)
      // News that says again what is known asks nobody a second time who has answered; what they have tried since does.
      if (!isSamePerson(session, now))
        return setOther((was) => (!hasTried && was && isSamePerson(was, now) ? was : now))
      setOther(undefined)
      setKnown(false)
      onSame(now)
    },
    [read, session, onSame],
  )
  useEffect(() => {
    if (!isEnded) return undefined
    const again = () => void look(false)
    const first = setTimeout(again)
    const stop = onNews(again)
    // Another tab has signed somebody in or out.
    addEventListener('storage', again)
    return () => {
      clearTimeout(first)
      stop()
      removeEventListener('storage', again)
    }
  }, [isEnded, look])
  return { other, isKnown, look: () => void look(true) }
}
