import { createEmitter } from '#std/emitter.ts'

/* Calls that take a fresh proof wait here for whoever uses the page to give one. One question is asked for all of them. */

const { subscribe, emit } = createEmitter()
let waiting: ((isProven: boolean) => void)[] = []

/** Asks for a proof, in a dialog over whatever is open; resolves to whether it was given. */
export function proveAgain(): Promise<boolean> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    emit()
  })
}

/** Ends the question. */
export function endProof(isProven: boolean): void {
  const told = waiting
  waiting = []
  emit()
  for (const tell of told) tell(isProven)
}

/** For `useSyncExternalStore`: whether a proof is asked for. */
export const proofQuestion = { subscribe, isAsked: () => waiting.length > 0 }
