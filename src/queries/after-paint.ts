/** So many milliseconds are waited for a frame: a window that was just hidden gets none. */
const longest = 100

/** Resolves when the browser has drawn what stands in the page now; at once, in a task of its own, where it draws nothing. */
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
    const timer = setTimeout(drawn, longest)
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
