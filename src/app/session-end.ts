import type { Pause } from '#decisions/outcome.ts'
import { createEmitter } from '#std/emitter.ts'

/** That the session of the page has ended while something here would be lost by leaving. */
export type SessionEnd = {
  readonly why: Pause
  /** Whether the person has put off signing in again. */
  readonly isPutOff: boolean
}

const { subscribe, emit } = createEmitter()
let end: SessionEnd | undefined
/** Calls that were refused, and wait for the person to sign in again. */
let waiting: ((isBack: boolean) => void)[] = []

function tellWaiting(isBack: boolean): void {
  const told = waiting
  waiting = []
  for (const tell of told) tell(isBack)
}

function become(next: SessionEnd | undefined): void {
  if (next?.why === end?.why && next?.isPutOff === end?.isPutOff) return
  end = next
  emit()
}

/** The end of the session, for `useSyncExternalStore`; undefined while it lasts. */
export const sessionEnd = { subscribe, get: () => end }

/**
 * Says that the session has ended, so that it is asked for in place. Who has put that off is not asked again. Where somebody
 * else was signed in it stays so until the person of the page is: who sits there is not known.
 */
export function sessionHasEnded(why: Pause): void {
  if (end?.why !== why && end?.why !== 'other account') become({ why, isPutOff: false })
}

/** Asks now, also somebody who has put it off. */
export function askInPlace(): void {
  if (end) become({ ...end, isPutOff: false })
}

/** Asks no more until somebody wants to be asked. */
export function putOffSignIn(): void {
  if (end) become({ ...end, isPutOff: true })
  tellWaiting(false)
}

/** Says that the person is signed in again. */
export function sessionIsBack(): void {
  become(undefined)
  tellWaiting(true)
}

/**
 * Asks in place for who presses something that was refused, also where they have put it off before; resolves to whether they
 * are signed in again. False at once where the page does not ask in place, because it leads to the sign-in page.
 */
export function signInAgain(): Promise<boolean> {
  if (!end) return Promise.resolve(false)
  askInPlace()
  return new Promise((resolve) => {
    waiting.push(resolve)
  })
}
