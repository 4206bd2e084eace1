import { isAnythingUnsent } from '#decisions/outbox/unwritten.ts'
import { sessionHint } from './early-data.ts'

/*
 * What this browser remembers of its session, because the cookie itself is out of a page's reach:
 *
 * - nothing, or `yes`: nobody has chosen who they are; the page opens the session of the local auditor by itself
 * - `out`: somebody has signed out; nothing is opened until somebody signs in
 * - `reviewer localCookieUser ada`: the roles, the type and the id of the account that signed in
 *
 * It only decides what is offered. The server decides what is given.
 */

/** The address of the sign-in page. */
export const signInPath = '/sign-in'

/** The address of the page that verifies packs. */
export const verifyPath = '/verify'

const hint = () => localStorage.getItem(sessionHint) ?? 'yes'

/** Whether somebody has signed out here and nobody in. */
export const isSignedOut = () => hint() === 'out'

/** Whether whoever is signed in is a reviewer and nothing else, and so has no activity log. */
export const isOnlyReviewer = () => hint().startsWith('reviewer ')

/** Where nobody has to be signed in. */
const openPaths = new Set([signInPath, verifyPath])

/** The sign-in page, which comes back to where the reader is now. */
export const signInHere = () =>
  `${signInPath}?to=${encodeURIComponent(location.pathname + location.search + location.hash)}`

/**
 * Whether the page may open a session unasked when the server knows none. Where somebody has signed in or out it may
 * not, or a reviewer whose session ran out would go on as the local auditor.
 */
export const mayOpenSession = () => hint() === 'yes'

let isLeaving = false

/** Says whether somebody is signing out here: what is refused meanwhile leads nowhere, the sign-out itself does. */
export function setLeaving(is: boolean): void {
  isLeaving = is
}

/**
 * Leads to the sign-in page. Not from a page that needs no session, nor from one that holds changes which are not sent yet,
 * whose header counts them and has a link to sign in, nor from under somebody who is writing in a dialog: what they send
 * waits for them to sign in again.
 */
export function askToSignIn(): void {
  if (isLeaving) return
  if (!openPaths.has(location.pathname) && !isAnythingUnsent() && !isWriting()) location.replace(signInHere())
}

/** Whether somebody is writing in a dialog. */
export function isWriting(): boolean {
  const focused = 'dialog :is(input, textarea):focus'
  return Boolean(document.querySelector<HTMLInputElement | HTMLTextAreaElement>(focused)?.value)
}
