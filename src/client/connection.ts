import { createEmitter } from '#std/emitter.ts'

/** Whether the server can be reached. `server busy` means that it answers 502, 503 or 504. */
export type ConnectionState = 'connected' | 'not connected' | 'server busy'

/** Watches whether the server can be reached, by how calls end. No call is ever held back because of it. */
export type Connection = {
  readonly getState: () => ConnectionState
  /** Calls `fn` after each change of the state; returns how to stop. */
  readonly subscribe: (fn: () => void) => () => void
  /** Calls `fn` a moment after the server answers again that did not; returns how to stop. */
  readonly onBack: (fn: () => void) => () => void
  /** A `fetch` that does the same and reports each outcome to this connection. */
  readonly wrapFetch: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch
  /** Call it when the server has answered in another way, such as by opening an event stream. */
  readonly answered: () => void
  /** Call it when what was refused may be answered now, as after signing in again: tells those of `onBack`. */
  readonly askAgain: () => void
  /**
   * Call it when the server may be away or about to go, such as when an event stream breaks. Probes now and a few
   * times more.
   */
  readonly check: () => void
  /**
   * Takes `navigator.onLine`. Offline is only a reason to probe, now and for as long as the browser says so: the
   * server is often this very computer.
   */
  readonly setOnLine: (onLine: boolean) => void
}

/** Milliseconds without an answer after which a change, or a sign of life, counts as unanswered. */
const lateMs = 2_000
/** Milliseconds between two questions whether the server is back. */
const firstWaitMs = 1_000
const maxWaitMs = 5_000
/** So many milliseconds after the server is back, what was failing just then has failed: whoever asks anew misses none. */
const settledMs = 200
/** A server that is going may still answer; so often it is asked again. */
const asksMore = 5

/**
 * A connection that begins as connected. While calls go unanswered it runs `probe` every 1 to 5 seconds: `probe`
 * resolves with the HTTP status of an answer, and rejects where there is none.
 */
export function createConnection(probe: (signal: AbortSignal) => Promise<number>): Connection {
  const changes = createEmitter()
  const returns = createEmitter()
  let state: ConnectionState = 'connected'
  let onLine = true
  let asksLeft = 0
  let probing = false
  let lateChanges = 0
  let waitMs = firstWaitMs
  let timer: ReturnType<typeof setTimeout> | undefined

  function become(next: ConnectionState): void {
    if (next === 'connected') {
      clearTimeout(timer)
      timer = undefined
      if (onLine) waitMs = firstWaitMs
    }
    if (next !== 'connected' || !onLine || asksLeft > 0) timer ??= setTimeout(checkLater, waitMs)
    if (next === state) return
    state = next
    changes.emit()
    if (next === 'connected') setTimeout(returns.emit, settledMs)
  }

  const answered = (status: number) => become(status >= 502 && status <= 504 ? 'server busy' : 'connected')

  function checkLater(): void {
    timer = undefined
    asksLeft = Math.max(0, asksLeft - 1)
    waitMs = Math.min(maxWaitMs, waitMs * 2)
    void check()
  }

  async function check(): Promise<void> {
    if (probing) return
    probing = true
    const status = await probe(AbortSignal.timeout(lateMs)).catch(() => undefined)
    probing = false
    // A server that is well but for one change is not what whoever waits for that change calls connected.
    if (status === undefined || lateChanges > 0) become('not connected')
    else answered(status)
  }

  return {
    getState: () => state,
    subscribe: changes.subscribe,
    onBack: returns.subscribe,
    wrapFetch: (fetch) =>
      wrappedFetch(fetch, {
        onAnswer: ({ status }) => answered(status),
        onFailure: () => become('not connected'),
        onLate: () => {
          lateChanges += 1
          become('not connected')
        },
        onLateEnd: () => (lateChanges -= 1),
      }),
    answered: () => answered(200),
    askAgain: returns.emit,
    check() {
      asksLeft = asksMore
      void check()
    },
    setOnLine(next) {
      onLine = next
      void check()
    },
  }
}

type CallListeners = {
  readonly onAnswer: (response: Response) => void
  /** No answer came; not called for what the page itself has given up. */
  readonly onFailure: () => void
  /** A change has no answer yet; `onLateEnd` follows once it has one, or has failed. */
  readonly onLate: () => void
  readonly onLateEnd: () => void
}

function wrappedFetch(fetch: typeof globalThis.fetch, on: CallListeners): typeof globalThis.fetch {
  return async (input, init) => {
    // What waits for its 200 is what the reader wants to know about; a list may take its time.
    const isChange = new Headers(init?.headers).has('If-Match')
    let isLate = false
    const late = () => {
      isLate = true
      on.onLate()
    }
    const timeout = isChange ? setTimeout(late, lateMs) : undefined
    try {
      const response = await fetch(input, init)
      on.onAnswer(response)
      return response
    } catch (error) {
      if (!init?.signal?.aborted) on.onFailure()
      throw error
    } finally {
      clearTimeout(timeout)
      if (isLate) on.onLateEnd()
    }
  }
}
