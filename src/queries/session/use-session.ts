import { useQuery } from '@tanstack/react-query'
import { sessionRoutes } from '#contract/session/session-calls.ts'
import type { Session } from '#contract/session/session.ts'
import { useClient } from '../provider.tsx'

/** Who the reader is; undefined until it is known. Shares its answer with `readSession`. */
export function useSession(): Session | undefined {
  const client = useClient()
  const { data } = useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => (await client.call(sessionRoutes.getSession, {}, signal)).value,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data
}
