import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { actionEventQueries, actionEventsQuery } from '#queries/action-events.ts'
import { readSearch } from '#table/search.ts'
import { actionEventTable, listOf } from './definition.ts'

/**
 * Asks the server for the first page of rows that an address shows, and waits for nothing. A list that is already in
 * the cache is left alone: it says itself how old it is.
 */
export function prefetchWorkflowActions(client: Client, cache: QueryClient, url: URL): null {
  const list = listOf(readSearch(url.searchParams, actionEventTable))
  if (list && !cache.getQueryData(actionEventQueries.list(list)))
    void cache.prefetchInfiniteQuery(actionEventsQuery(client, list))
  return null
}
