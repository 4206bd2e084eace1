import { useSyncExternalStore } from 'react'

/**
 * The position in a table that keys act on. It moves with every key, so it is told to those who subscribe, the two rows
 * it leaves and comes to among them, and nothing else is drawn again.
 */
export type ActivePosition = {
  readonly get: () => number
  readonly set: (position: number) => void
  /** Goes to the first row where the list (any name of it) is another than before. */
  readonly begin: (list: string) => void
  /** Calls `fn` after each move; returns how to stop. */
  readonly subscribe: (fn: () => void) => () => void
}

/** At the first row. */
export function createActivePosition(): ActivePosition {
  let position = 0
  let shown: string | undefined
  const listeners = new Set<() => void>()
  function set(next: number) {
    if (next === position) return
    position = next
    for (const fn of listeners) fn()
  }
  return {
    get: () => position,
    set,
    begin(list) {
      if (list !== shown) set(0)
      shown = list
    },
    subscribe(fn) {
      listeners.add(fn)
      return () => listeners.delete(fn)
    },
  }
}

/** What `read` makes of the position, such as whether it is a certain one; renders again when that changes. */
export function useActivePosition<Value>(
  { get, subscribe }: ActivePosition,
  read: (position: number) => Value,
): Value {
  return useSyncExternalStore(subscribe, () => read(get()))
}
