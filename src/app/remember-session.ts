import type { Session } from '#contract/session/session.ts'
import { whenWritten } from '#decisions/outbox/unwritten.ts'
import { sessionHint } from './early-data.ts'
import { sessionHasEnded } from './session-end.ts'
import { askToSignIn, isAnythingAtStake, isOnlyReviewer, mayOpenSession } from './session-hint.ts'

/** What this page has last remembered, which other pages of this browser may change. */
let own: string | null | undefined

/** Keeps in this browser who has signed in, or that somebody has signed out (session-hint.ts says in what form). */
export function rememberSession(session: Session | undefined): void {
  const now = session ? hintOf(session) : 'out'
  if (isAnother(localStorage.getItem(sessionHint), now)) sessionStorage.clear()
  localStorage.setItem(sessionHint, now)
  own = now
}

/**
 * Takes the session that the server knows, which somebody may have begun elsewhere: at an identity provider, for one. Where
 * it has other screens than those that this page has begun with, the page is loaded again.
 */
export function adoptSession(session: Session): void {
  // Nobody gets further before they have set up the second factor that their roles take.
  if (session.state?.stage === 'enrol') return askToSignIn()
  // The local auditor, as whom the page goes in unasked, is nobody to be remembered.
  if (session.actor.user.id === 'local' && mayOpenSession()) return
  if (hintOf(session) === localStorage.getItem(sessionHint)) return
  const before = isOnlyReviewer()
  rememberSession(session)
  if (isOnlyReviewer() !== before) location.reload()
}

function hintOf({ actor: { roles, user } }: Session): string {
  return `${roles.join(',')} ${user.user_type} ${user.id}`
}

/** Whether a person has gone or given way to another: what one has written about access is nothing for the next. */
function isAnother(before: string | null, now: string | null): boolean {
  const personOf = (hint: string) => hint.slice(hint.indexOf(' '))
  return now === 'out' || (before?.includes(' ') === true && personOf(before) !== personOf(now ?? ''))
}

/**
 * Follows the account of this browser where it is changed in another tab, or where Back brings out a page of the account
 * before: what the page shows would be one person's and what it sends another's. It is loaded again; where somebody writes on
 * it, or has sent nothing yet, they are asked first. Returns how to stop.
 */
export function followAccount(): () => void {
  own = localStorage.getItem(sessionHint)
  const stop = new AbortController()
  const check = () => {
    const now = localStorage.getItem(sessionHint)
    // The session that the page opens by itself is no change of account.
    if (now === own || (own === null && now === 'yes')) return
    if (isAnythingAtStake() && isAnother(own ?? null, now))
      return sessionHasEnded(now === 'out' ? 'signed out' : 'other account')
    whenWritten(() => {
      if (isAnother(own ?? null, localStorage.getItem(sessionHint))) sessionStorage.clear()
      location.reload()
    })
  }
  addEventListener('storage', check, { signal: stop.signal })
  addEventListener('pageshow', check, { signal: stop.signal })
  return () => stop.abort()
}
