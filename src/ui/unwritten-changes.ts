import { useSyncExternalStore } from 'react'
import { createEmitter } from '#std/emitter.ts'

let unwritten = 0
const { subscribe, emit } = createEmitter()

/** Sets how many changes of this person are only in the page's memory, and would be lost by a reload. */
export function setUnwrittenChanges(count: number): void {
  if (count === unwritten) return
  unwritten = count
  emit()
}

/** How many changes a reload would lose now; renders again when the number changes. */
export function useUnwrittenChanges(): number {
  return useSyncExternalStore(subscribe, getUnwritten, getUnwritten)
}

function getUnwritten(): number {
  return unwritten
}
