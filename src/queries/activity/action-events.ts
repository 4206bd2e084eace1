import { activityRoutes } from '#contract/activity/activity-calls.ts'
import type { InfiniteData } from '@tanstack/react-query'
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import type { Reply } from '#contract/route.ts'
import { activityKeys } from './activity-keys.ts'

/** Which events a list shows and in what order, as texts of the contract (`filter`, `order_by`). */
export type ActionEventList = { readonly filter: string | undefined; readonly order_by: string }

/** So many rows are loaded at most; whoever needs more is better served by a narrower filter. */
export const maxLoadedRows = 20_000

/** One page and when it was read, in milliseconds since 1970: a list is as old as its first page. */
export type ActionEventPage = Reply<typeof activityRoutes.listActionEvents> & { readonly read_at: number }
export type ActionEventPages = InfiniteData<ActionEventPage, string | undefined>

/** Pages of events. `has_more` alone says whether there is another; at 20,000 rows there is none for us. */
export function actionEventsQuery(client: Client, list: ActionEventList) {
  return infiniteQueryOptions({
    queryKey: activityKeys.list(list),
    queryFn: async ({ pageParam, signal }): Promise<ActionEventPage> => {
      const page = await client.call(
        activityRoutes.listActionEvents,
        { query: { ...list, page_token: pageParam } },
        signal,
      )
      return { ...page, read_at: Date.now() }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last, pages) =>
      last.has_more && loadedRows(pages) < maxLoadedRows ? last.next_page_token : undefined,
    placeholderData: keepPreviousData,
    // Fetching again on mount or reconnect would walk every loaded page; the page says how old its rows are, has a
    // button that starts over, and a list that nobody looks at is forgotten after a minute.
    refetchOnMount: false,
    refetchOnReconnect: false,
    gcTime: 60_000,
  })
}

function loadedRows(pages: readonly ActionEventPage[]): number {
  return pages.reduce((rows, page) => rows + page.values.length, 0)
}
