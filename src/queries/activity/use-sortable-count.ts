import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { eventNewsRoutes } from '#contract/activity/event-news.ts'
import type { Count } from '#contract/envelopes.ts'
import type { EventSelection } from './action-events.ts'
import { sortableKeys } from './sortable-keys.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'

/** How many events a selection has, counted up to those that are sorted by any column. */
export type Sortable = {
  readonly of: EventSelection
  readonly count: Pick<Reading<Count>, 'value' | 'failure'>
}

function sortableCountQuery(client: Client, { filter, cause, message }: EventSelection) {
  const query = { filter, cause, message }
  return queryOptions({
    queryKey: sortableKeys.count(query),
    queryFn: async ({ signal }) =>
      (await client.call(eventNewsRoutes.countSortableEvents, { query }, signal)).value,
  })
}

/** How many events match, up to those that are sorted by any column. Asked for only where it is `wanted`. */
export function useSortableCount(selection: EventSelection, wanted: boolean): Reading<Count> {
  return useReading({ ...sortableCountQuery(useClient(), selection), enabled: wanted })
}
