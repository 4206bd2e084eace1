import { activityRoutes, storedHeader } from '#contract/activity/activity-calls.ts'
import { eventRoutes } from '#contract/activity/event-calls.ts'
import type { InfiniteData } from '@tanstack/react-query'
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { listKey } from './list-keys.ts'
import type { Client } from '#client/client.ts'
import type { Reply } from '#contract/route.ts'

/** Which events, as the API's texts: the documented filter, and what it cannot say, which only our own calls are asked for. */
export type EventSelection = {
  readonly filter: string | undefined
  readonly cause?: string | undefined
  readonly message?: string | undefined
}

/** The events and the order of a list. */
export type ActionEventList = EventSelection & { readonly order_by: string }

/** Whether the documented calls cannot say what is asked for. */
export function isOwn({ cause, message }: EventSelection): boolean {
  return cause !== undefined || message !== undefined
}

/** The most rows that a list loads; beyond that a narrower filter is more useful. */
export const maxLoadedRows = 20_000

/**
 * A page of events and when it was read, in milliseconds since 1970. The first page gives the age of the list, and says up to where
 * events were stored then.
 */
export type ActionEventPage = Reply<typeof activityRoutes.listActionEvents> & {
  readonly read_at: number
  readonly stored: string | null
}
/** All pages that are loaded, as React Query keeps them. */
export type ActionEventPages = InfiniteData<ActionEventPage, string | undefined>

/** Pages of events, as long as the server says `has_more` and fewer than `maxLoadedRows` are loaded. */
export function actionEventsQuery(client: Client, list: ActionEventList) {
  return infiniteQueryOptions({
    queryKey: listKey(list),
    queryFn: async ({ pageParam, signal }): Promise<ActionEventPage> => {
      const query = { ...list, page_token: pageParam }
      let stored: string | null = null
      const route = isOwn(list) ? eventRoutes.listEvents : activityRoutes.listActionEvents
      const page = await client.call(route, { query }, signal, {
        onHeaders: (headers) => void (stored = headers.get(storedHeader)),
      })
      return { ...page, read_at: Date.now(), stored }
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
