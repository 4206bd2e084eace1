import { sessionRoutes } from '#contract/session/session-calls.ts'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { Client } from '#client/client.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'
import type { Session } from '#contract/session/session.ts'

/** The cache keys of the session, of the accounts, and of what belongs to the caller. */
export const sessionKeys = {
  session: ['session'],
  accounts: ['accounts'],
  now: ['session', 'now'],
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

/** Reads the session past the cache: it may be another by now. Undefined where there is none; throws `ApiError` else. */
export function useReadSessionAnew(): () => Promise<Session | undefined> {
  const client = useClient()
  return useCallback(async () => {
    try {
      return (await client.call(sessionRoutes.getSession, {})).value
    } catch (error) {
      if (failureOf(error).status === 401) return undefined
      throw error
    }
  }, [client])
}

/** The session as it is now: what its person can prove themselves by may be another since the page began. */
export function useSessionNow(): Reading<Session> {
  return useReading({ ...sessionQuery(useClient()), queryKey: sessionKeys.now, staleTime: 0, gcTime: 0 })
}

/** Takes a newer session of the same person in the place of the one that was read before. */
export function useReplaceSession(): (session: Session) => void {
  const cache = useQueryClient()
  return useCallback((session) => void cache.setQueryData(sessionKeys.session, session), [cache])
}

/** Whether two sessions are of one person. */
export function isSamePerson({ actor: { user: a } }: Session, { actor: { user: b } }: Session): boolean {
  return a.user_type === b.user_type && a.id === b.id
}

/**
 * Reads the session as the page begins, and hands it to `adopt`; undefined when that fails. Calls that need one will say
 * why.
 */
export async function readSession(
  client: Client,
  cache: QueryClient,
  adopt: (session: Session) => void,
): Promise<Session | undefined> {
  try {
    const session = await cache.fetchQuery(sessionQuery(client))
    adopt(session)
    return session
  } catch {
    return undefined
  }
}

/** The session; undefined until it is known. Shares its answer with `readSession`. */
export function useSession(): Session | undefined {
  return useReading(sessionQuery(useClient())).value
}
