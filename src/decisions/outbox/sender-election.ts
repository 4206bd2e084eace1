/** The name of the lock, and what is called when this tab gets or loses it. */
export type ElectionOptions = {
  /** The same in all tabs of one person. */
  readonly name: string
  /** Called when this tab is the one that sends. */
  readonly onElected: () => void
  /** Called when it no longer is: it must not begin to send anything more. */
  readonly onLost: () => void
}

/**
 * Elects the one tab of a person that sends, by a Web Lock. A tab that comes into view takes the lock from a hidden
 * one, which may be asleep and could not give way. Both may then send the same change; the key makes the server do it
 * once. When the tab closes, another one gets the lock.
 */
export function startElection({ name, onElected, onLost }: ElectionOptions): void {
  let release: (() => void) | undefined
  let queued: AbortController | undefined

  function ask(steal: boolean): void {
    queued?.abort()
    queued = steal ? undefined : new AbortController()
    let mine: (() => void) | undefined
    const hold = () =>
      new Promise<void>((done) => {
        release = mine = done
        onElected()
      })
    const options = queued ? { signal: queued.signal } : { steal }
    navigator.locks.request(name, options, hold).catch(() => {
      if (!mine) return
      if (release === mine) lose()
      // Taken by a tab that came into view: this one waits in line behind it.
      ask(false)
    })
  }

  function lose(): void {
    const end = release
    release = undefined
    onLost()
    end?.()
  }

  const isVisible = () => document.visibilityState === 'visible'
  document.addEventListener('visibilitychange', () => {
    if (isVisible() && !release) ask(true)
    if (isVisible() || !release) return
    // To another window that is in view, if there is one: it waits in line already.
    lose()
    ask(false)
  })
  // A page that is kept for Back must hold nothing.
  addEventListener('pagehide', () => release && lose())
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) ask(isVisible())
  })
  ask(isVisible())
}
