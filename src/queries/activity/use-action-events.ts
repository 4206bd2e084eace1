import type { InfiniteData } from '@tanstack/react-query'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { Failure } from '#contract/errors.ts'
import type { ActionEventList, ActionEventPage, ActionEventPages } from './action-events.ts'
import { actionEventsQuery } from './action-events.ts'
import { listKey } from './list-keys.ts'
import { activityKeys } from './activity-keys.ts'
import { useClient } from '../provider.tsx'
import { useOnConnectionBack } from '../use-connection.ts'

/** The rows of a list, when they were read, and whether there are more. */
export type LoadedEvents = {
  readonly kind: 'rows'
  readonly rows: readonly ActionEvent[]
  /** When the first page was read, in milliseconds since 1970. */
  readonly asOf: number
  /** These are the rows of the filter before, shown until those of the new one are there. */
  readonly stale: boolean
  /** `full`: there are more, but so many are loaded that a narrower filter is the better way to them. */
  readonly more: 'none' | 'there' | 'loading' | 'full'
  /** Why the newest attempt to read on did not succeed; the rows stay. */
  readonly notMore: Failure | undefined
  /** Why the newest attempt to read from the start again did not succeed; the rows stay. */
  readonly notAgain: Failure | undefined
}
/** The state of a list: being read, failed, or with rows. */
export type ActionEventsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | LoadedEvents

/** A list and what can be done with it. */
export type ActionEvents = {
  /** Another one means other rows from the top: another list, or the same one read again from the start. */
  readonly listKey: string
  readonly state: ActionEventsState
  /** Whether page 1 is being read, for the first time or again. */
  readonly reading: boolean
  /** Reads the next page, unless there is none or it is being read. */
  readonly loadMore: () => void
  /** Starts over from page 1, with the count and the freshness. */
  readonly refresh: () => void
  /** Reads the count and the freshness again. */
  readonly refreshOthers: () => void
}

const noList: ActionEventList = { filter: undefined, order_by: '' }

/** A list of events, loaded page by page. Without a list nothing is asked. */
export function useActionEvents(list: ActionEventList | undefined): ActionEvents {
  const cache = useQueryClient()
  const [start, setStart] = useState(0)
  const wanted = list ?? noList
  const query = useInfiniteQuery({
    ...actionEventsQuery(useClient(), wanted),
    select: flatten,
    enabled: list !== undefined,
    placeholderData: (before) => (list ? before : undefined),
  })
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, isPlaceholderData, fetchNextPage } = query

  // A page may be empty while more follow; nobody can scroll to the end of nothing.
  const fetchOn = hasNextPage && !isFetching && !isPlaceholderData && !error && data?.lastIsEmpty === true
  useEffect(() => {
    if (fetchOn) void fetchNextPage()
  }, [fetchOn, fetchNextPage])

  useOnConnectionBack(() => {
    if (query.isFetchNextPageError) void fetchNextPage()
    // Read again from the start, which is what failed then; only its first page is left.
    else if (error && data) void query.refetch()
  })

  const refreshOthers = () => {
    void cache.invalidateQueries({ queryKey: activityKeys.counts })
    void cache.invalidateQueries({ queryKey: activityKeys.freshness })
    // Who shows what is counted of them waits for the rows, and asks then.
    void cache.invalidateQueries({ queryKey: activityKeys.summaries, refetchType: 'none' })
  }

  return {
    state: stateOf(query),
    listKey: JSON.stringify([list, start]),
    reading: isFetching && !isFetchingNextPage,
    loadMore: () => {
      if (hasNextPage && !isFetching && !isPlaceholderData) void fetchNextPage()
    },
    refresh: () => {
      if (!list) return
      setStart(start + 1)
      cache.setQueryData<ActionEventPages>(listKey(wanted), firstPage)
      void query.refetch()
      refreshOthers()
    },
    refreshOthers,
  }
}

type Flat = {
  readonly rows: readonly ActionEvent[]
  readonly asOf: number
  readonly lastIsEmpty: boolean
  readonly hasMore: boolean
}

/** The rows of all pages; one that has moved between two reads stands where it was met first. */
function flatten({ pages }: InfiniteData<ActionEventPage, string | undefined>): Flat {
  const rows = new Map<string, ActionEvent>()
  for (const page of pages) {
    for (const event of page.values) {
      const key = eventKey(event)
      if (!rows.has(key)) rows.set(key, event)
    }
  }
  const last = pages.at(-1)
  return {
    rows: [...rows.values()],
    asOf: pages[0]?.read_at ?? 0,
    lastIsEmpty: last?.values.length === 0,
    hasMore: last?.has_more === true,
  }
}

/** Identifies an event by one text. A line end separates its two parts, because a task id holds none. */
export function eventKey(event: Pick<ActionEvent, 'policy_task' | 'action_name'>): string {
  return `${event.policy_task}\n${event.action_name}`
}

type Query = {
  readonly data: Flat | undefined
  readonly error: Error | null
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly isPlaceholderData: boolean
}

function stateOf(query: Query): ActionEventsState {
  const { data, error } = query
  const failure = error ? failureOf(error) : undefined
  if (!data) return failure ? { kind: 'failed', failure } : { kind: 'loading' }
  return {
    kind: 'rows',
    rows: data.rows,
    asOf: data.asOf,
    stale: query.isPlaceholderData,
    more: moreOf(data, query),
    notMore: query.isFetchNextPageError ? failure : undefined,
    notAgain: query.isFetchNextPageError ? undefined : failure,
  }
}

function moreOf(data: Flat, query: Query): LoadedEvents['more'] {
  if (!data.hasMore) return 'none'
  if (query.isPlaceholderData || query.isFetchingNextPage || data.lastIsEmpty) return 'loading'
  return query.hasNextPage ? 'there' : 'full'
}

function firstPage(data: ActionEventPages | undefined): ActionEventPages | undefined {
  return data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) }
}
