import { sessionRoutes } from '#contract/session/session-calls.ts'
import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { useClient } from '../provider.tsx'
import { useReading } from '../reading.ts'
import type { Session } from '#contract/session/session.ts'

/** The keys of who the reader is and could be. */
export const sessionKeys = { session: ['session'], accounts: ['accounts'] } as const

/** Who the caller is; asked once, because another account means another load of the page. */
export function sessionQuery(client: Client) {
  return {
    queryKey: sessionKeys.session,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Session> =>
      (await client.call(sessionRoutes.getSession, {}, signal)).value,
    staleTime: Number.POSITIVE_INFINITY,
  }
}

/** Who the caller is; undefined when it cannot be known, which the calls that need it then say for themselves. */
export async function readSession(client: Client, cache: QueryClient): Promise<Session | undefined> {
  try {
    return await cache.fetchQuery(sessionQuery(client))
  } catch {
    return undefined
  }
}

/** Who the reader is; undefined until it is known. Shares its answer with `readSession`. */
export function useSession(): Session | undefined {
  return useReading(sessionQuery(useClient())).value
}
