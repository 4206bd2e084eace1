/** A stream of server-sent events: where it is, which of them matter, and who hears of them. */
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

/** What is used of the browser's `EventSource`. */
export type Source = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>

const closed = 2
const firstWaitMs = 1_000
const maxWaitMs = 60_000
/** A server that has never opened the stream in so many tries has none. */
const maxFirstTries = 4

/**
 * Follows a stream of the page's own origin until it is stopped by the function that is returned. The browser connects
 * again by itself when a connection breaks; when the server refuses one, it is tried again after a growing while. A
 * server without the stream is left alone after a few tries, in silence.
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
