import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import type { ActionEventRef } from '#contract/activity/action-event.ts'
import { failureRoutes } from '#contract/activity/failure-calls.ts'
import type { FailureOutcome } from '#contract/activity/failures.ts'
import { failureKeys } from './failure-keys.ts'

/** Which identities of a cause: those of failed events that the documented filter matches, and of which something has become. */
export type FailureIdentityList = {
  readonly filter: string | undefined
  readonly became: FailureOutcome | undefined
}

/** The causes of the failed events that a documented filter matches. */
export function failureBoardQuery(client: Client, filter: string | undefined) {
  return queryOptions({
    queryKey: failureKeys.board(filter),
    queryFn: async ({ signal }) =>
      (await client.call(failureRoutes.listFailures, { query: { filter } }, signal)).value,
  })
}

/** One cause; 404 where no failed event that the filter matches has it. */
export function failureCauseQuery(client: Client, cause_id: string, filter: string | undefined) {
  return queryOptions({
    queryKey: failureKeys.cause(cause_id, filter),
    queryFn: async ({ signal }) =>
      (await client.call(failureRoutes.getFailure, { params: { cause_id }, query: { filter } }, signal))
        .value,
  })
}

/** The cause of one failed event, and what has become of it. */
export function eventFailureQuery(client: Client, event: ActionEventRef) {
  return queryOptions({
    queryKey: failureKeys.event(event),
    queryFn: async ({ signal }) =>
      (await client.call(failureRoutes.getEventFailure, { params: event }, signal)).value,
  })
}
