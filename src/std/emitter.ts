/** Who wants to be called, and how to call them. */
export type Emitter<Args extends readonly unknown[] = []> = {
  /** Calls `fn` at each `emit`; returns how to stop. */
  readonly subscribe: (fn: (...args: Args) => void) => () => void
  readonly emit: (...args: Args) => void
}

/** One that nobody has subscribed to yet. */
export function createEmitter<Args extends readonly unknown[] = []>(): Emitter<Args> {
  const subscribers = new Set<(...args: Args) => void>()
  return {
    subscribe(fn) {
      subscribers.add(fn)
      return () => subscribers.delete(fn)
    },
    emit(...args) {
      for (const fn of subscribers) fn(...args)
    },
  }
}

/** The same for things by their key: who subscribes to one is called for that one alone. */
export type KeyedEmitter<Key> = {
  /** Calls `fn` at each `emit` of this key; returns how to stop. */
  readonly subscribe: (key: Key, fn: () => void) => () => void
  readonly emit: (key: Key) => void
  /** Whether anybody subscribes to it. */
  readonly has: (key: Key) => boolean
}

/** One that nobody has subscribed to yet; it holds nothing for keys without subscribers. */
export function createKeyedEmitter<Key>(): KeyedEmitter<Key> {
  const subscribers = new Map<Key, Set<() => void>>()
  return {
    subscribe(key, fn) {
      const ofKey = subscribers.get(key) ?? new Set()
      subscribers.set(key, ofKey.add(fn))
      return () => {
        ofKey.delete(fn)
        if (ofKey.size === 0) subscribers.delete(key)
      }
    },
    emit(key) {
      for (const fn of subscribers.get(key) ?? []) fn()
    },
    has: (key) => subscribers.has(key),
  }
}
