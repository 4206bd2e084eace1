import { useMutation, useQueryClient } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import type { ListedSession, Profile } from '#contract/session/sign-in.ts'
import { accountRoutes } from '#contract/session/sign-in-calls.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'
import { sessionKeys } from './session.ts'
import { type Attempt, useAttempt } from './sign-in.ts'

/** The sessions of the caller. */
export function useSessions(): Reading<readonly ListedSession[]> {
  const client = useClient()
  return useReading({
    queryKey: sessionKeys.own,
    queryFn: async ({ signal }) => (await client.call(accountRoutes.listSessions, {}, signal)).values,
    staleTime: 0,
  })
}

/** Ends one session of the caller. */
export function useEndSession(done: () => void): Attempt<string> {
  const client = useClient()
  const cache = useQueryClient()
  return useAttempt(async (id: string) => {
    await client.call(accountRoutes.endOneSession, { params: { id }, body: {} })
    await cache.invalidateQueries({ queryKey: sessionKeys.own })
  }, done)
}

/** Ends all sessions of the caller but the one of this page; `done` is called with how many that were. */
export function useEndOtherSessions(done: (ended: number) => void): Attempt<void> {
  const client = useClient()
  const cache = useQueryClient()
  return useAttempt(async () => {
    const { value } = await client.call(accountRoutes.endOtherSessions, { body: {} })
    await cache.invalidateQueries({ queryKey: sessionKeys.own })
    return value.ended
  }, done)
}

/** What the caller has set for themselves. */
export function useProfile(enabled: boolean): Reading<Profile> {
  const client = useClient()
  return useReading({
    queryKey: sessionKeys.profile,
    queryFn: async ({ signal }) => (await client.call(accountRoutes.findProfile, {}, signal)).value,
    enabled,
  })
}

/** Keeps the caller's time zone on the server, for all computers of theirs. */
export function useChangeProfile(): Attempt<string> {
  const client = useClient()
  const cache = useQueryClient()
  // One after the other: of zones that are chosen fast, the last one holds.
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (time_zone: string) =>
      (await client.call(accountRoutes.changeProfile, { body: { time_zone } })).value,
    onSuccess: (profile) => cache.setQueryData(sessionKeys.profile, profile),
    scope: { id: 'profile' },
    networkMode: 'always',
  })
  const failure = error ? failureOf(error) : undefined
  return { isUnderWay: isPending, failure, start: (zone) => mutate(zone) }
}
