import { type ChannelMessage, readMessage } from './channel-message.ts'

/** The channel of the person with this hash. Returns what sends to the other tabs. */
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
