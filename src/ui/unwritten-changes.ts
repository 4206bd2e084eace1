import { useSyncExternalStore } from 'react'

let unwritten = 0
const listeners = new Set<() => void>()

/** Says how many of the reader's changes are only in this page's memory: to load the page again would lose them. */
export function setUnwrittenChanges(count: number): void {
  if (count === unwritten) return
  unwritten = count
  for (const fn of listeners) fn()
}

/** How many changes would be lost by loading the page again. Renders again when that changes. */
export function useUnwrittenChanges(): number {
  return useSyncExternalStore(subscribe, getUnwritten, getUnwritten)
}

function subscribe(fn: () => void): () => void {
  listeners.add(fn)
  return () => listeners.delete(fn)
}

function getUnwritten(): number {
  return unwritten
}
