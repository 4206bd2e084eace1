import { isAnythingUnsent } from '#decisions/outbox/unwritten.ts'
import { sessionHint } from './early-data.ts'
import { sessionHasEnded } from './session-end.ts'

/*
 * What this browser remembers of its session, because the cookie itself is out of a page's reach:
 *
 * - nothing, or `yes`: nobody has chosen who they are; the page opens the session of the local auditor by itself
 * - `out`: somebody has signed out, or the server has refused to open one unasked; nothing is opened until somebody signs in
 * - `reviewer localCookieUser ada`: the roles, the type and the id of the account that signed in
 *
 * It only decides what is offered. The server decides what is given.
 */

/** The address of the sign-in page. */
export const signInPath = '/sign-in'

/** The addresses at which people sign in: the page itself, two kinds of links, and where a provider's window ends. */
export const signInPaths = [signInPath, '/set-up', '/set-password', '/signed-in'] as const

/** The address of the page that verifies packs. */
export const verifyPath = '/verify'

const hint = () => localStorage.getItem(sessionHint) ?? 'yes'

/**
 * Whether nobody is signed in here as far as this browser knows: somebody has signed out, or the server has refused to open
 * a session unasked. On the pages where people sign in none is opened at all.
 */
export const isNobody = () => hint() === 'out' || (hint() === 'yes' && isSignInPath())

/** Whether this is one of the pages where people sign in. */
export const isSignInPath = () => (signInPaths as readonly string[]).includes(location.pathname)

/** Whether the page needs no session, and nobody is here who has one. */
export const needsNobody = () => isNobody() && openPaths.has(location.pathname)

/** Whether whoever is signed in is a reviewer and nothing else, and so has no activity log. */
export const isOnlyReviewer = () => hint().startsWith('reviewer ')

/** Where nobody has to be signed in. */
const openPaths: ReadonlySet<string> = new Set([...signInPaths, verifyPath])

/** The sign-in page, as it is shown to somebody who has just signed out. */
export const signedOutPath = `${signInPath}?reason=SIGNED_OUT`

/** The sign-in page, which comes back to where the reader is now. */
export const signInHere = () =>
  `${signInPath}?to=${encodeURIComponent(location.pathname + location.search + location.hash)}`

/**
 * Whether the page may open a session unasked when the server knows none. Where somebody has signed in or out it may
 * not, or a reviewer whose session ran out would go on as the local auditor.
 */
export const mayOpenSession = () => hint() === 'yes' && !isSignInPath()

let isLeaving = false

/** Says whether somebody is signing out here: what is refused meanwhile leads nowhere, the sign-out itself does. */
export function setLeaving(is: boolean): void {
  isLeaving = is
}

/**
 * What becomes of a page whose session has ended, or whom the server gives none: it leads to the sign-in page and back. Not
 * from a page that needs no session; and where something would be lost by leaving, the page asks to sign in in place.
 */
export function askToSignIn(): void {
  if (isLeaving || openPaths.has(location.pathname)) return
  if (isAnythingAtStake()) return sessionHasEnded('signed out')
  location.replace(signInHere())
}

/** What becomes of a page whose server knows another person by now: its person is asked, except where people sign in. */
export function askWhoseItIs(): void {
  if (isSignInPath()) location.reload()
  else sessionHasEnded('other account')
}

/** Whether leaving the page would lose something: an open dialog, what somebody is writing, changes that are not sent. */
export function isAnythingAtStake(): boolean {
  return isAnythingUnsent() || document.querySelector('dialog[open]:not([popover])') !== null || isWriting()
}

/** Whether somebody is writing in a dialog. */
function isWriting(): boolean {
  const focused = 'dialog :is(input, textarea):focus'
  return Boolean(document.querySelector<HTMLInputElement | HTMLTextAreaElement>(focused)?.value)
}
