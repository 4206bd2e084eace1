import { type QueryKey, useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import { useClient } from '../provider.tsx'
import type { Reading } from '../reading.ts'
import type { EventSelection } from './action-events.ts'
import {
  eventSummaryQuery,
  eventValuesQuery,
  type ReadSummary,
  type ReadValues,
  type ValuesOf,
} from './event-summary.ts'

/** A reading that shows what was asked for before until the answer to the present question is there. */
export type KeptReading<T> = Reading<T> & {
  /** The value is that of the question before. */
  readonly stale: boolean
}

const noEvents: EventSelection = { filter: undefined }

/**
 * What is counted of all events that match, asked while `wanted`: its caller waits for the rows. A question that nobody waits
 * for any more is cancelled.
 */
export function useEventSummary(
  selection: EventSelection | undefined,
  wanted = true,
): KeptReading<ReadSummary> {
  const query = eventSummaryQuery(useClient(), selection ?? noEvents)
  return useKept({ ...query, enabled: wanted && selection !== undefined })
}

/** The values of one field that most events have. */
export function useEventValues(selection: EventSelection | undefined, of: ValuesOf): KeptReading<ReadValues> {
  const query = eventValuesQuery(useClient(), selection ?? noEvents, of)
  return useKept({ ...query, enabled: selection !== undefined })
}

function useKept<T, Key extends QueryKey>(query: UseQueryOptions<T, Error, T, Key>): KeptReading<T> {
  const { data, error, refetch, isPlaceholderData } = useQuery(query)
  return {
    value: data,
    failure: error ? failureOf(error) : undefined,
    retry: () => void refetch(),
    stale: isPlaceholderData,
  }
}
