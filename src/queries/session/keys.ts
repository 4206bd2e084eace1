import { useQueryClient } from '@tanstack/react-query'
import type { CallInput } from '#contract/route.ts'
import { type ApiKey, keyRoutes } from '#contract/session/keys.ts'
import { type PagedReading, usePages } from '../pages.ts'
import { useClient } from '../provider.tsx'
import { type Attempt, useAttempt } from './sign-in.ts'

const allKeys = ['keys'] as const

/** The API keys of the caller, or of everybody for admins, newest first. */
export function useApiKeys(of: 'own' | 'everybody'): PagedReading<ApiKey> {
  const client = useClient()
  return usePages([...allKeys, of], (page_token, signal) =>
    client.call(keyRoutes.listKeys, { query: { of: of === 'everybody' ? of : '', page_token } }, signal),
  )
}

/** A key as it is shown once, and what is listed of it. */
export type MadeKey = { readonly key: string; readonly record: ApiKey }

/** Makes a key; `done` is called with it, which is the only time that it can be read. */
export function useMakeKey(
  done: (made: MadeKey) => void,
): Attempt<CallInput<typeof keyRoutes.makeKey>['body']> {
  const client = useClient()
  const cache = useQueryClient()
  return useAttempt(async (body) => {
    const { value } = await client.call(keyRoutes.makeKey, { body })
    await cache.invalidateQueries({ queryKey: allKeys })
    return value
  }, done)
}

/** Ends a key by its id. */
export function useRevokeKey(done: () => void): Attempt<string> {
  const client = useClient()
  const cache = useQueryClient()
  return useAttempt(async (id: string) => {
    await client.call(keyRoutes.revokeKey, { params: { id }, body: {} })
    await cache.invalidateQueries({ queryKey: allKeys })
  }, done)
}
