import { type EventStream, followEvents } from './event-stream.ts'

/** What the tab that holds a stream tells the others. */
type Told = { readonly kind: 'open' | 'lost' } | { readonly kind: 'event'; readonly data: unknown }

/**
 * Follows a stream that all tabs of this browser share: one of those that follow it holds the connection, by a Web Lock, and hands
 * on what it hears; when it stops, another holds it. Returns how to stop. Where a browser has no locks, as on a plain http
 * address, each tab has a connection of its own.
 */
export function followTogether(stream: EventStream, follow = followEvents): () => void {
  // The types do not know of browsers without.
  const locks: LockManager | null | undefined = navigator.locks
  if (!locks) return follow(stream)
  const name = `countersign-stream:${stream.url}`
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data.kind === 'event') stream.onEvent(data.data)
    else if (data.kind === 'open') stream.onOpen()
    else stream.onLost?.()
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  const tell = (told: Told) => channel.postMessage(told)
  const held: EventStream = {
    ...stream,
    onOpen() {
      tell({ kind: 'open' })
      stream.onOpen()
    },
    onEvent(data) {
      tell({ kind: 'event', data })
      stream.onEvent(data)
    },
    onLost() {
      tell({ kind: 'lost' })
      stream.onLost?.()
    },
  }
  const waiting = new AbortController()
  let letGo: () => void = () => waiting.abort()
  const hold = () =>
    new Promise<void>((done) => {
      const stop = follow(held)
      letGo = () => {
        stop()
        done()
      }
    })
  locks.request(name, { signal: waiting.signal }, hold).catch((error: unknown) => {
    // It did not come to hold the lock before it stopped.
    if (!waiting.signal.aborted) throw error
  })
  return () => {
    letGo()
    channel.close()
  }
}
