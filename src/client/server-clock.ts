import { createEmitter } from '#std/emitter.ts'

/** The time by the server's clock. A device's clock may be hours off, and due dates hold by the server's. */
export type ServerClock = {
  /**
   * Now, in milliseconds since 1970, to within half a second. By the device's clock until the server has answered
   * once.
   */
  readonly now: () => number
  /**
   * Takes an answer's `Date`. `askedAt` is when the request was sent, or later, by the device's clock, in
   * milliseconds since 1970.
   */
  readonly onAnswer: (answer: Response, askedAt: number) => void
  /** A `fetch` that does the same and sets this clock by each answer. */
  readonly wrapFetch: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch
  /** Calls `fn` after every answer that has set the clock; returns how to stop. */
  readonly onSet: (fn: () => void) => () => void
}

/** `Date` says the second in which an answer was written, not the moment. */
const secondMs = 1000

/**
 * A clock that is set by the `Date` header of answers. An answer was written within the second that `Date` names,
 * after its request was sent and before it arrived: that gives a least and a greatest difference between the two
 * clocks. Each answer narrows the range of those before. One that contradicts them means that a clock was set
 * meanwhile, and replaces them.
 */
export function createServerClock(): ServerClock {
  const { subscribe, emit } = createEmitter()
  let ahead: { readonly least: number; readonly most: number } | undefined

  function onAnswer({ headers }: Response, askedAt: number): void {
    const second = Date.parse(headers.get('Date') ?? '')
    if (Number.isNaN(second)) return
    const bounds = { least: second - Date.now(), most: second + secondMs - askedAt }
    const both = ahead && {
      least: Math.max(ahead.least, bounds.least),
      most: Math.min(ahead.most, bounds.most),
    }
    ahead = both && both.least <= both.most ? both : bounds
    emit()
  }

  return {
    onAnswer,
    now: () => Date.now() + (ahead ? Math.round((ahead.least + ahead.most) / 2) : 0),
    wrapFetch: (fetch) => async (input, init) => {
      const askedAt = Date.now()
      const response = await fetch(input, init)
      onAnswer(response, askedAt)
      return response
    },
    onSet: subscribe,
  }
}
