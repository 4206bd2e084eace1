import { createEmitter } from '#std/emitter.ts'

/* Calls that take a fresh proof wait here for whoever uses the page to give one. One question is asked for all of them. */

const { subscribe, emit } = createEmitter()
let question: { readonly promise: Promise<boolean>; readonly end: (isProven: boolean) => void } | undefined

/** Asks for a proof, in a dialog over whatever is open; resolves to whether it was given. */
export function proveAgain(): Promise<boolean> {
  if (question) return question.promise
  let end: (isProven: boolean) => void = () => undefined
  const promise = new Promise<boolean>((resolve) => {
    end = resolve
  })
  question = { promise, end }
  emit()
  return promise
}

/** Ends the question. */
export function endProof(isProven: boolean): void {
  const before = question
  question = undefined
  emit()
  before?.end(isProven)
}

/** For `useSyncExternalStore`: whether a proof is asked for. */
export const proofQuestion = { subscribe, isAsked: () => question !== undefined }
