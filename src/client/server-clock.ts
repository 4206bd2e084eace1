import { createEmitter } from '#std/emitter.ts'

/** The time by the server's clock. That of the device may be wrong by hours, and what is due is due by the server's. */
export type ServerClock = {
  /** Now, in milliseconds since 1970, to within half a second; by the device's clock until something was answered. */
  readonly now: () => number
  /** Learns from an answer to what was asked at that moment, or later, by the device's clock. */
  readonly onAnswer: (answer: Response, askedAt: number) => void
  /** The same `fetch`, of whose answers this clock learns. */
  readonly wrapFetch: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch
  /** Calls `fn` whenever an answer has put the clock right; returns how to stop. */
  readonly onSet: (fn: () => void) => () => void
}

/** `Date` says the second in which an answer was written, not the moment. */
const secondMs = 1000

/**
 * A clock that is set by the `Date` of answers. Each says between which two bounds the server is ahead of the device: the
 * answer was written in its second, and between the question and its arrival. What all of them say together is narrower.
 * Where they contradict each other one of the clocks was put right meanwhile, and only the newest counts.
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
