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

function become(next: SessionEnd | undefined): void {
  if (next?.why === end?.why && next?.isPutOff === end?.isPutOff) return
  end = next
  emit()
}

/** The end of the session, for `useSyncExternalStore`; undefined while it lasts. */
export const sessionEnd = { subscribe, get: () => end }

/** Says that the session has ended, so that it is asked for in place. Who has put that off is not asked again. */
export function sessionHasEnded(why: Pause): void {
  if (end?.why !== why) become({ why, isPutOff: false })
}

/** Asks now, also somebody who has put it off. */
export function askInPlace(): void {
  if (end) become({ ...end, isPutOff: false })
}

/** Asks no more until somebody wants to be asked. */
export function putOffSignIn(): void {
  if (end) become({ ...end, isPutOff: true })
}

/** Says that the person is signed in again. */
export function sessionIsBack(): void {
  become(undefined)
}
