/** Resolves in a task of its own. Unlike a timer, a message is not held up while the window is hidden. */
export function nextTask(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel()
    const arrived = () => {
      port1.close()
      done()
    }
    port1.addEventListener('message', arrived)
    port1.start()
    port2.postMessage(undefined)
  })
}
