import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { actionEventsQuery } from '#queries/activity/action-events.ts'
import { listKey } from '#queries/activity/list-keys.ts'
import { codec } from '#features/activity/query/codec.ts'
import { plainListQuery, type ListQuery } from '#features/activity/query/list-query.ts'

/**
 * Reads what the address of the tab asks for and asks the server for the first page of it, without waiting for the
 * answer. A list that is already in the cache is left alone: it says itself how old it is.
 */
export async function loadWorkflowActions(client: Client, cache: QueryClient, url: URL): Promise<ListQuery> {
  const query = url.search === '' ? plainListQuery : (await codec()).readListQuery(url.search)
  const { list } = query
  if (list && !cache.getQueryData(listKey(list)))
    void cache.prefetchInfiniteQuery(actionEventsQuery(client, list))
  return query
}
