import { keepPreviousData, type QueryKey, useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import type { ActionEventRef } from '#contract/activity/action-event.ts'
import { failureRoutes } from '#contract/activity/failure-calls.ts'
import type {
  EventFailure,
  FailureBoard,
  FailureDetails,
  FailureIdentity,
} from '#contract/activity/failures.ts'
import { useClient } from '../provider.tsx'
import { type PagedReading, usePages } from '../pages.ts'
import { type Reading, useReading } from '../reading.ts'
import { failureKeys } from './failure-keys.ts'
import {
  eventFailureQuery,
  failureBoardQuery,
  failureCauseQuery,
  type FailureIdentityList,
} from './failures.ts'

/** A reading that shows the answer to the question before until its own is there. */
export type ChangingReading<T> = Reading<T> & {
  /** Whether `value` is the answer to the question before. */
  readonly isStale: boolean
  readonly isReading: boolean
  /** When it was read, in milliseconds since 1970. */
  readonly asOf: number
}

/** The causes of the failed events that a documented filter matches; nothing is asked where `isWanted` is false. */
export function useFailureBoard(
  filter: string | undefined,
  isWanted: boolean,
): ChangingReading<FailureBoard> {
  return useChanging({ ...failureBoardQuery(useClient(), filter), enabled: isWanted })
}

/** One cause, of the failed events that a documented filter matches; nothing is asked where there is no id. */
export function useFailureCause(
  cause_id: string | undefined,
  filter: string | undefined,
): ChangingReading<FailureDetails> {
  const query = failureCauseQuery(useClient(), cause_id ?? '', filter)
  return useChanging({ ...query, enabled: cause_id !== undefined })
}

function useChanging<T, Key extends QueryKey>(query: UseQueryOptions<T, Error, T, Key>): ChangingReading<T> {
  const { data, error, refetch, isPlaceholderData, isFetching, dataUpdatedAt } = useQuery({
    ...query,
    placeholderData: keepPreviousData,
  })
  return {
    value: data,
    failure: error ? failureOf(error) : undefined,
    retry: () => void refetch(),
    isStale: isPlaceholderData,
    isReading: isFetching,
    asOf: dataUpdatedAt,
  }
}

/** The identities that a cause struck, those of the newest failures first, page by page. */
export function useFailureIdentities(
  cause_id: string,
  list: FailureIdentityList,
): PagedReading<FailureIdentity> {
  const client = useClient()
  return usePages(failureKeys.identities(cause_id, list), (page_token, signal) =>
    client.call(
      failureRoutes.listFailureIdentities,
      { params: { cause_id }, query: { ...list, page_token } },
      signal,
    ),
  )
}

/** The cause of one failed event, and what has become of it. */
export function useEventFailure(event: ActionEventRef): Reading<EventFailure> {
  return useReading(eventFailureQuery(useClient(), event))
}
