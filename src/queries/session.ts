import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import type { Session } from '#contract/session.ts'

/** Who the caller is; undefined when it cannot be known, which the calls that need it then say for themselves. */
export async function readSession(client: Client, cache: QueryClient): Promise<Session | undefined> {
  try {
    return await cache.fetchQuery({
      queryKey: ['session'],
      queryFn: async ({ signal }) => (await client.call('getSession', {}, signal)).value,
      staleTime: Number.POSITIVE_INFINITY,
    })
  } catch {
    return undefined
  }
}
