import { sessionRoutes } from '#contract/session/session-calls.ts'
import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { useClient } from '../provider.tsx'
import { useReading } from '../reading.ts'
import type { Session } from '#contract/session/session.ts'

/** The cache keys of the session, of the accounts, and of what belongs to the caller. */
export const sessionKeys = {
  session: ['session'],
  accounts: ['accounts'],
  ways: ['session', 'ways'],
  factors: ['session', 'factors'],
  own: ['session', 'own'],
  profile: ['session', 'profile'],
} as const

/** The session; read once, because another account loads the page anew. */
export function sessionQuery(client: Client) {
  return {
    queryKey: sessionKeys.session,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Session> =>
      (await client.call(sessionRoutes.getSession, {}, signal)).value,
    staleTime: Number.POSITIVE_INFINITY,
  }
}

/** Reads the session; undefined when that fails. Calls that need one will say why. */
export async function readSession(client: Client, cache: QueryClient): Promise<Session | undefined> {
  try {
    return await cache.fetchQuery(sessionQuery(client))
  } catch {
    return undefined
  }
}

/** The session; undefined until it is known. Shares its answer with `readSession`. */
export function useSession(): Session | undefined {
  return useReading(sessionQuery(useClient())).value
}
