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
