import type { OutboxEvent } from './outbox-event.ts'
import type { Pause } from './outcome.ts'
import type { RowRef } from './outbox-entry.ts'

/** What tabs of one person tell each other. */
export type ChannelMessage =
  /** Rows to be read from the device again, with what has happened to them where there is something to say. */
  | { readonly kind: 'rows'; readonly rows: readonly { row: RowRef; event?: OutboxEvent | undefined }[] }
  /** The person is signed in, in a tab that was just opened. */
  | { readonly kind: 'signed in' }
  /** A row is to be sent although it is late. */
  | { readonly kind: 'even late'; readonly row: RowRef }
  | { readonly kind: 'paused'; readonly why: Pause }

/** The channel of the person with this hash. Returns what sends to the other tabs. */
export function openChannel(
  actor: string,
  onMessage: (message: ChannelMessage) => void,
): (message: ChannelMessage) => void {
  const channel = new BroadcastChannel(`countersign-outbox:${actor}`)
  // Only pages of this origin can send here, and this is all that they send.
  channel.addEventListener('message', ({ data }: MessageEvent<ChannelMessage>) => onMessage(data))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  return (message) => channel.postMessage(message)
}
