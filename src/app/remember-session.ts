import type { Session } from '#contract/session/session.ts'
import { sessionHint } from './early-data.ts'
import { askToSignIn, isOnlyReviewer, mayOpenSession } from './session-hint.ts'

/** Whose this page is: the account that it was last remembered as. Other pages of this browser may remember another. */
export const own: { account?: string | null } = {}

/** Keeps in this browser who has signed in, or that somebody has signed out (session-hint.ts says in what form). */
export function rememberSession(session: Session | undefined): void {
  const now = session ? hintOf(session) : 'out'
  if (isAnother(localStorage.getItem(sessionHint), now)) sessionStorage.clear()
  localStorage.setItem(sessionHint, now)
  own.account = now
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
  own.account = hintOf(session)
  if (own.account === localStorage.getItem(sessionHint)) return
  const before = isOnlyReviewer()
  rememberSession(session)
  if (isOnlyReviewer() !== before) location.reload()
}

function hintOf({ actor: { roles, user } }: Session): string {
  return `${roles.join(',')} ${user.user_type} ${user.id}`
}

/** Whether a person has gone or given way to another: what one has written about access is nothing for the next. */
export function isAnother(before: string | null, now: string | null): boolean {
  const personOf = (hint: string) => hint.slice(hint.indexOf(' '))
  return now === 'out' || (before?.includes(' ') === true && personOf(before) !== personOf(now ?? ''))
}
