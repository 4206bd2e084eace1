import { ApiError } from './api-error.ts'

/** Opens a session when the server asks for one: one for all calls that find it missing at the same time. */
export type SessionKeeper = {
  /**
   * The number of the present session. Take it before a call is sent, and hand it to `renew` when the answer is 401.
   */
  readonly mark: () => number
  /** Resolves when there is a session newer than the marked one; throws `ApiError` when the server opens none. */
  readonly renew: (mark: number) => Promise<void>
}

/** A session keeper. `start` opens one session, and rejects with `ApiError` where the server refuses. */
export function createSessionKeeper(start: () => Promise<void>): SessionKeeper {
  let opened = 0
  let opening: Promise<void> | undefined

  async function open(): Promise<void> {
    try {
      await start()
      opened += 1
    } catch (error) {
      throw refused(error)
    } finally {
      opening = undefined
    }
  }

  return {
    mark: () => opened,
    // A call whose 401 arrives late finds the session that another call has opened meanwhile.
    renew: (mark) => (opened === mark ? (opening ??= open()) : Promise.resolve()),
  }
}

/**
 * What to say when no session could be opened. A server that cannot be reached, or asks to wait, speaks for itself, and so
 * does one that knows what is to be done.
 */
function refused(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error
  const { status } = error.failure
  if (status === 0 || status === 429 || status >= 500) return error
  const code = 'session-refused'
  if (error.failure.resolution !== '') return new ApiError({ ...error.failure, code })
  return new ApiError({
    ...error.failure,
    code,
    message: 'This server does not let the page in without a key or a sign-in.',
    resolution:
      'Open Countersign on the computer it runs on, by the address that it printed when it started.',
  })
}
