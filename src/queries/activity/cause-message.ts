import { queryOptions, skipToken } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { causeRoutes } from '#contract/activity/cause-calls.ts'
import { useClient } from '../provider.tsx'
import { useReading } from '../reading.ts'
import { failureKeys } from './failure-keys.ts'

function causeQuery(client: Client, cause_id: string | undefined) {
  return queryOptions({
    queryKey: failureKeys.message(cause_id ?? ''),
    queryFn:
      cause_id === undefined
        ? skipToken
        : async ({ signal }) => {
            const input = { params: { cause_id } }
            return (await client.call(causeRoutes.getCause, input, signal)).value.message
          },
  })
}

/** The message of a cause, with marks (`⟨name⟩`) where its events differ; undefined where there is none, or not yet. */
export function useCauseMessage(cause_id: string | undefined): string | undefined {
  return useReading(causeQuery(useClient(), cause_id)).value
}
