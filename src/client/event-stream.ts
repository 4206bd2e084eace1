/** A stream of server-sent events to follow: its address, the events that matter, and what to call. */
export type EventStream = {
  readonly url: string
  /** The name of the events; others are passed over. */
  readonly name: string
  /** Called whenever the stream has been opened: what happened before has to be read. */
  readonly onOpen: () => void
  /** Called with the data of each event, as JSON read; what is not JSON is passed over. */
  readonly onEvent: (data: unknown) => void
  /** Called whenever the stream has broken or could not be opened. */
  readonly onLost?: () => void
}

/** The part of the browser's `EventSource` that `followEvents` uses; tests put another in its place. */
export type Source = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>

const closed = 2
const firstWaitMs = 1_000
const maxWaitMs = 60_000
/** A server that has never opened the stream in so many tries has none. */
const maxFirstTries = 4

/**
 * Follows a stream of the page's own origin; returns a function that stops it. The browser reconnects a broken
 * connection by itself. A refused one is opened again here after a growing wait; a server that has never opened the
 * stream is given up after a few tries, without an error.
 */
export function followEvents(
  stream: EventStream,
  open: (url: string) => Source = (url) => new EventSource(url),
): () => void {
  let source: Source | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let refusals = 0
  let everOpen = false

  function connect() {
    const made = open(stream.url)
    source = made
    made.addEventListener('open', () => {
      everOpen = true
      refusals = 0
      stream.onOpen()
    })
    made.addEventListener(stream.name, (event) => {
      const data = event instanceof MessageEvent ? readJson(event.data) : undefined
      if (data !== undefined) stream.onEvent(data)
    })
    made.addEventListener('error', () => {
      stream.onLost?.()
      if (made.readyState !== closed) return
      refusals += 1
      if (!everOpen && refusals >= maxFirstTries) return
      timer = setTimeout(connect, Math.min(maxWaitMs, firstWaitMs * 2 ** (refusals - 1)))
    })
  }

  connect()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}

function readJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}
