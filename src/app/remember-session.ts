import type { Session } from '#contract/session/session.ts'
import { whenWritten } from '#decisions/outbox/unwritten.ts'
import { sessionHint } from './early-data.ts'
import { isWriting } from './session-hint.ts'

/** Keeps in this browser who has signed in, or that somebody has signed out (session-hint.ts says in what form). */
export function rememberSession(session: Session | undefined): void {
  const { roles, user } = session?.actor ?? { roles: [], user: { user_type: '', id: '' } }
  const now = session ? `${roles.join(',')} ${user.user_type} ${user.id}` : 'out'
  if (isAnother(localStorage.getItem(sessionHint), now)) sessionStorage.clear()
  localStorage.setItem(sessionHint, now)
}

/** Whether a person has gone or given way to another: what one has written about access is nothing for the next. */
function isAnother(before: string | null, now: string | null): boolean {
  const personOf = (hint: string) => hint.slice(hint.indexOf(' '))
  return now === 'out' || (before?.includes(' ') === true && personOf(before) !== personOf(now ?? ''))
}

/**
 * Loads the page again when the account of this browser is changed in another tab, or when Back brings out a page of
 * the account before: what it shows would be one person's and what it sends another's. It waits for decisions that are
 * in the memory of this tab alone, and for whoever is writing in a dialog. Returns how to stop.
 */
export function followAccount(): () => void {
  const began = localStorage.getItem(sessionHint)
  const stop = new AbortController()
  const check = () => {
    const now = localStorage.getItem(sessionHint)
    // The session that the page opens by itself is no change of account.
    if (now === began || (began === null && now === 'yes')) return
    whenNobodyWrites(() =>
      whenWritten(() => {
        if (isAnother(began, localStorage.getItem(sessionHint))) sessionStorage.clear()
        location.reload()
      }),
    )
  }
  addEventListener('storage', check, { signal: stop.signal })
  addEventListener('pageshow', check, { signal: stop.signal })
  return () => stop.abort()
}

/** Does something that leaves the page: at once, or as the dialog closes in which somebody is writing. */
function whenNobodyWrites(act: () => void): void {
  if (!isWriting()) return act()
  document.addEventListener('close', () => whenNobodyWrites(act), { capture: true, once: true })
}
