/** On which windows of this browser tell one another that a session may be another by now. */
const channel = 'countersign.sign-in'

/** All that is ever said there: whoever hears it asks the server. */
const lookAgain = 'look again'

/** Tells the other windows of this browser to read their session again. */
export function tellOthers(): void {
  const speaker = new BroadcastChannel(channel)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  speaker.postMessage(lookAgain)
  speaker.close()
}

/** Calls `fn` when another window says that the session may be another; returns how to stop. */
export function onNews(fn: () => void): () => void {
  const listener = new BroadcastChannel(channel)
  listener.addEventListener('message', ({ data }) => {
    if (data === lookAgain) fn()
  })
  return () => listener.close()
}
