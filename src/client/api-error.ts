import type { Failure } from '#contract/errors.ts'
import { noFailure } from '#contract/errors.ts'

/**
 * A call that did not succeed. `failure` is what the server said, or status 0 where nothing answered; screens show
 * it. `retryAfterMs` is the `Retry-After` of the answer in milliseconds, undefined where it has none.
 */
export class ApiError extends Error {
  readonly failure: Failure
  readonly retryAfterMs: number | undefined

  constructor(failure: Failure, retryAfterMs?: number) {
    super(failure.message)
    this.name = 'ApiError'
    this.failure = failure
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * The failure to show for anything that was thrown: that of an `ApiError`, else one with code `page`, a mistake in
 * the page itself.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return error.failure
  const message = error instanceof Error ? error.message : 'Something went wrong in this page.'
  return { ...noFailure(0), code: 'page', message }
}

/** No answer came: the server is down, or the connection broke before the body was complete. */
export function networkError(): ApiError {
  return new ApiError({
    ...noFailure(0),
    code: 'network',
    message: 'The server does not answer.',
    resolution: 'Check that Countersign is still running and that you are connected, then try again.',
  })
}

/**
 * The error for an answer with a success status whose body does not fit the contract. `call` is the summary of the
 * route.
 */
export function mismatchError(call: string, status: number): ApiError {
  return new ApiError({
    ...noFailure(status),
    code: 'contract-mismatch',
    message: `The answer to ${call} is not what the contract says.`,
    resolution:
      'The page and the server may be of different versions. Once all your changes are saved, load the page again.',
  })
}
