/** Whether the server is there, told from what becomes of requests to it. */
export type Connection = {
  /** An answer came, whatever it said. */
  readonly answered: () => void
  /** None came, or one that says that the server cannot work now. */
  readonly silent: () => void
}

const patienceMs = 10_000

/** Calls `offline(true)` when there has been no answer for ten seconds since the first that was missed. */
export function createConnection(offline: (offline: boolean) => void): Connection {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOffline = false
  return {
    answered() {
      clearTimeout(timer)
      timer = undefined
      if (isOffline) offline((isOffline = false))
    },
    silent() {
      timer ??= setTimeout(() => offline((isOffline = true)), patienceMs)
    },
  }
}
