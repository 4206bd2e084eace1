import type { QueryClient } from '@tanstack/react-query'
import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { orderOf, type RowOrder } from './positions.ts'
import { reviewKeys } from './review-keys.ts'
import { createRowFetcher, type RowFetcher } from './row-fetcher.ts'
import { createRowStore, type RowStore } from '#decisions/row-store.ts'

/** The filters and order of a list of rows, as the API's texts; undefined where there is none. */
export type ReviewListQuery = {
  readonly filter: string | undefined
  readonly mutable_filter: string | undefined
  readonly last_time_filter?: string | undefined
  readonly order_by: string | undefined
  /** What its rows are grouped by, and what reads such a list, code that a plain one does without. */
  readonly grouping?: { readonly by: string; readonly read: ReadGroups }
}

/** Reads the positions of a grouped list. Rejects as its call does. */
export type ReadGroups = (
  client: Client,
  certification_id: string,
  listQuery: ReviewListQuery,
  signal: AbortSignal,
) => Promise<RowOrder>

/** How many rows of a list are asked for beside its positions: what a tall window shows. */
const firstRows = '50'

/** The positions of a list, kept until the list is refreshed. */
export function positionsQuery(client: Client, certification_id: string, listQuery: ReviewListQuery) {
  return queryOptions({
    queryKey: reviewKeys.positions(certification_id, listQuery),
    queryFn: async ({ signal }): Promise<RowOrder> => {
      if (listQuery.grouping) return listQuery.grouping.read(client, certification_id, listQuery, signal)
      const input = { params: { certification_id }, query: listQuery }
      return orderOf((await client.call(resultRoutes.listPositions, input, signal)).value)
    },
    // A list does not move under its reader: only who asks for it anew gets another.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    structuralSharing: false,
  })
}

/** The row store of a certification, and the fetcher that fills it. */
export type ReviewRowsHome = {
  readonly certification_id: string
  readonly store: RowStore
  readonly fetcher: RowFetcher
}

const homes = new WeakMap<QueryClient, ReviewRowsHome>()

/** The row store of a certification. Opening another certification discards the one before. */
export function rowsHome(client: Client, cache: QueryClient, certification_id: string): ReviewRowsHome {
  const known = homes.get(cache)
  if (known?.certification_id === certification_id) return known
  const store = createRowStore()
  const fetcher = createRowFetcher(store, async (ids) => {
    const query = { ids: ids.join(',') }
    return (await client.call(resultRoutes.listRows, { params: { certification_id }, query })).values
  })
  const home = { certification_id, store, fetcher }
  homes.set(cache, home)
  return home
}

/**
 * Requests a list's positions and its first rows at the same time: waiting for the positions first would show the first
 * row one round trip later. Resolves when the first rows are in the store, and rejects as reading them does.
 */
export function startList(
  client: Client,
  cache: QueryClient,
  certification_id: string,
  listQuery: ReviewListQuery,
): Promise<void> {
  const positions = positionsQuery(client, certification_id, listQuery)
  if (cache.getQueryState(positions.queryKey)) return Promise.resolve()
  void cache.prefetchQuery(positions)
  const { last_time_filter, ...listed } = listQuery
  // The call of the contract knows nothing of last time: these rows are read by their positions.
  if (last_time_filter !== undefined) return Promise.resolve()
  const { store, fetcher } = rowsHome(client, cache, certification_id)
  const query = { ...listed, page_token: '0', page_size: firstRows }
  const first = client.call(resultRoutes.listResults, { params: { certification_id }, query })
  const here = first.then(({ values }) => store.put(values))
  fetcher.after(here)
  return here
}
