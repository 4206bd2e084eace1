import { whenWritten } from '#decisions/outbox/unwritten.ts'
import { sessionHint } from './early-data.ts'
import { isAnother, own } from './remember-session.ts'
import { sessionHasEnded } from './session-end.ts'
import { isAnythingAtStake, isSignInPath } from './session-hint.ts'

/** When the account may be another: told of, back by Back, or looked at again after another tab. */
const occasions = ['storage', 'pageshow', 'visibilitychange'] as const

/**
 * Follows the account of this browser where it is changed in another tab, or where Back brings out a page of the account
 * before: what the page shows would be one person's and what it sends another's. Where it becomes another person's, they are
 * always asked first; where somebody has signed out, if something would be lost. Else the page is loaded again. Returns how to
 * stop.
 */
export function followAccount(): () => void {
  own.account ??= localStorage.getItem(sessionHint)
  const stop = new AbortController()
  const check = () => {
    const before = own.account ?? null
    const now = localStorage.getItem(sessionHint)
    // The session that the page opens by itself is no change of account.
    if (now === before || (before === null && now === 'yes')) return
    if (isAnother(before, now) && !isSignInPath()) {
      if (now !== 'out') return sessionHasEnded('other account')
      if (isAnythingAtStake()) return sessionHasEnded('signed out')
    }
    whenWritten(() => {
      if (isAnother(before, localStorage.getItem(sessionHint))) sessionStorage.clear()
      location.reload()
    })
  }
  for (const occasion of occasions) addEventListener(occasion, check, { signal: stop.signal })
  return () => stop.abort()
}
