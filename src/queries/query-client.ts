import { QueryClient } from '@tanstack/react-query'
import { ApiError, failureOf } from '#client/api-error.ts'

const tries = 3

/** Whether a failed read is repeated: for no answer, 429 and 5xx, not for a refusal. */
export function shouldRetry(failures: number, error: Error): boolean {
  const { status, code } = failureOf(error)
  if (code === 'contract-mismatch' || code === 'page') return false
  return failures < tries && (status === 0 || status === 429 || status >= 500)
}

/** How long to wait before a read is repeated, in milliseconds: what the server said, else 0.5, 1 and 2 seconds. */
export function retryDelay(failures: number, error: Error): number {
  const retryAfterMs = error instanceof ApiError ? error.retryAfterMs : undefined
  return retryAfterMs ?? 500 * 2 ** failures
}

/** The cache of everything read from the server. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: shouldRetry,
        retryDelay,
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        // The server is often this very computer, which answers while the browser believes itself offline.
        networkMode: 'always',
      },
    },
  })
}
