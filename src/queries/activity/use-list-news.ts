import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { followTogether } from '#client/shared-stream.ts'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { type EventNews, eventNewsRoutes } from '#contract/activity/event-news.ts'
import { requestOf } from '#contract/request.ts'
import type { ActionEventList, ActionEventPages } from './action-events.ts'
import { listKey } from './list-keys.ts'
import { activityKeys } from './activity-keys.ts'
import { keepListNews, type ListNews, type ListNewsKeeper, noNews } from './list-news.ts'
import { useClient, useConnection } from '../provider.tsx'
import { whileInView } from '../while-in-view.ts'
import { eventKey } from './use-action-events.ts'

/**
 * What has become of a list since it was read, at `asOf`; nothing where its server does not say. Events that have changed are put
 * into their places, in the list and in what is open beside it.
 */
export function useListNews(list: ActionEventList, asOf: number): ListNews {
  const client = useClient()
  const cache = useQueryClient()
  const [shown, setShown] = useState({ asOf, news: noNews })
  const keeper = useRef<ListNewsKeeper>(undefined)
  const { filter, cause, message, order_by } = list

  useEffect(() => {
    const { countNewEvents } = eventNewsRoutes
    const read = cache.getQueryData<ActionEventPages>(listKey({ filter, cause, message, order_by }))
    const position = read?.pages[0]?.stored
    if (!position) return undefined
    const kept = keepListNews({
      position,
      ask: async (seen) => {
        const query = { filter, cause, message, since: position, seen }
        return (await client.call(countNewEvents, { query })).value
      },
      put: (changed) => void putEvents(cache, { filter, cause, message, order_by }, changed),
      show: (news) => setShown({ asOf, news }),
    })
    kept.catchUp()
    keeper.current = kept
    return () => {
      kept.stop()
      keeper.current = undefined
    }
  }, [client, cache, asOf, filter, cause, message, order_by])

  useEventStream(
    (news) => keeper.current?.onNews(news),
    () => keeper.current?.catchUp(),
  )
  return shown.asOf === asOf ? shown.news : noNews
}

/** Listens to the server's news of events while the page is in view. */
function useEventStream(onNews: (news: EventNews) => void, catchUp: () => void): void {
  const connection = useConnection()
  const told = useEffectEvent(onNews)
  const opened = useEffectEvent(catchUp)
  // The stream ends with the session too, and does not say so: asking what is new does.
  const lost = useEffectEvent(catchUp)
  useEffect(() => {
    const { watchEvents } = eventNewsRoutes
    const stream = {
      url: requestOf(watchEvents, {}).path,
      name: watchEvents.reply.event,
      onOpen: () => {
        connection.answered()
        opened()
      },
      onLost: () => {
        connection.check()
        lost()
      },
      onEvent: (data: unknown) => {
        const read = watchEvents.reply.data.safeParse(data)
        if (read.success) told(read.data)
      },
    }
    return whileInView(() => followTogether(stream))
  }, [connection])
}

/** Puts events into their places in a list and in what is open, once pages that are on their way are there. */
async function putEvents(
  cache: QueryClient,
  list: ActionEventList,
  changed: readonly ActionEvent[],
): Promise<void> {
  const byKey = new Map(changed.map((event) => [eventKey(event), event]))
  const now = (event: ActionEvent) => byKey.get(eventKey(event)) ?? event
  const queryKey = listKey(list)
  await untilRead(cache, queryKey)
  cache.setQueryData<ActionEventPages>(
    queryKey,
    (data) =>
      data && { ...data, pages: data.pages.map((page) => ({ ...page, values: page.values.map(now) })) },
  )
  for (const event of changed) {
    const ref = { workflow_task: event.policy_task, action_name: event.action_name }
    cache.setQueryData<ActionEvent>(activityKeys.event(ref), (open) => open && event)
  }
}

/** Resolves when a list is not being read: a page that comes brings the others as they were when it was asked for. */
function untilRead(cache: QueryClient, queryKey: readonly unknown[]): Promise<void> {
  const isRead = () => cache.isFetching({ queryKey, exact: true }) === 0
  return new Promise((resolve) => {
    if (isRead()) return resolve()
    const stop = cache.getQueryCache().subscribe(() => {
      if (!isRead()) return
      stop()
      resolve()
    })
  })
}
