import { useSyncExternalStore } from 'react'
import { createEmitter } from '#std/emitter.ts'

let unwritten = 0
const { subscribe, emit } = createEmitter()

/** Says how many of the reader's changes are only in this page's memory: to load the page again would lose them. */
export function setUnwrittenChanges(count: number): void {
  if (count === unwritten) return
  unwritten = count
  emit()
}

/** How many changes would be lost by loading the page again. Renders again when that changes. */
export function useUnwrittenChanges(): number {
  return useSyncExternalStore(subscribe, getUnwritten, getUnwritten)
}

function getUnwritten(): number {
  return unwritten
}
