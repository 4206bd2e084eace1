/**
 * Runs something while the page is in view: a browser has few connections, and hidden pages would take them all. Returns how
 * to stop.
 */
export function whileInView(start: () => () => void): () => void {
  let stop: (() => void) | undefined
  const look = () => {
    if (document.visibilityState === 'visible') stop ??= start()
    else {
      stop?.()
      stop = undefined
    }
  }
  look()
  document.addEventListener('visibilitychange', look)
  return () => {
    document.removeEventListener('visibilitychange', look)
    stop?.()
  }
}
