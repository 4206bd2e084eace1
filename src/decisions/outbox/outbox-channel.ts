import { type ChannelMessage, readMessage } from './channel-message.ts'

/**
 * Opens the channel between the tabs of a person; `actor` is the hash of the person. Returns the function that posts.
 */
export function openChannel(
  actor: string,
  onMessage: (message: ChannelMessage) => void,
): (message: ChannelMessage) => void {
  const channel = new BroadcastChannel(`countersign-outbox:${actor}`)
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = readMessage(data)
    if (message) onMessage(message)
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  return (message) => channel.postMessage(message)
}
