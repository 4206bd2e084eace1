/** So many milliseconds are waited for a frame: a window that was just hidden gets none. */
const maxWaitMs = 100

/** Resolves when the browser has painted the page; in a hidden page, in the next task. */
export function afterPaint(): Promise<void> {
  return new Promise((done) => {
    if (document.hidden) return inTask(done)
    const drawn = () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      // A frame is drawn after its callbacks.
      inTask(done)
    }
    const frame = requestAnimationFrame(drawn)
    const timer = setTimeout(drawn, maxWaitMs)
  })
}

/** Unlike a timer, a message is not held up while the window is hidden. */
function inTask(act: () => void): void {
  const { port1, port2 } = new MessageChannel()
  const arrived = () => {
    port1.close()
    act()
  }
  port1.addEventListener('message', arrived)
  port1.start()
  port2.postMessage(undefined)
}
