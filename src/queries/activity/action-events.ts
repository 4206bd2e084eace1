import { activityRoutes } from '#contract/activity/activity-calls.ts'
import type { InfiniteData } from '@tanstack/react-query'
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import type { Reply } from '#contract/route.ts'
import { activityKeys } from './activity-keys.ts'

/** The filter and order of a list, as the API's texts (`filter`, `order_by`). */
export type ActionEventList = { readonly filter: string | undefined; readonly order_by: string }

/** The most rows that a list loads; beyond that a narrower filter is more useful. */
export const maxLoadedRows = 20_000

/** A page of events and when it was read, in milliseconds since 1970. The first page gives the age of the list. */
export type ActionEventPage = Reply<typeof activityRoutes.listActionEvents> & { readonly read_at: number }
/** All pages that are loaded, as React Query keeps them. */
export type ActionEventPages = InfiniteData<ActionEventPage, string | undefined>

/** Pages of events, as long as the server says `has_more` and fewer than `maxLoadedRows` are loaded. */
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
