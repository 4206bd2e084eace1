import { useSyncExternalStore } from 'react'
import { createEmitter } from '#std/emitter.ts'

let ask: (() => void) | undefined
const { subscribe, emit } = createEmitter()

/**
 * Sets what asks the person of the page to sign in again, while they have put that off; undefined else. A window over the
 * page shows a button for it, because the header is out of reach below one.
 */
export function setSignInQuestion(next: (() => void) | undefined): void {
  ask = next
  emit()
}

/** What asks to sign in again; renders again when it changes. */
export function useSignInQuestion(): (() => void) | undefined {
  return useSyncExternalStore(subscribe, current, current)
}

function current(): (() => void) | undefined {
  return ask
}
