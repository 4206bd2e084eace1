import { activityRoutes } from '#contract/activity/activity-calls.ts'
import { eventSummaryRoutes } from '#contract/activity/event-summary-calls.ts'
import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import type { ActionEvent, ActionEventRef } from '#contract/activity/action-event.ts'
import { isTerminal } from '#contract/activity/action-event-enums.ts'
import { type EventSelection, isOwn } from './action-events.ts'
import { activityKeys } from './activity-keys.ts'

/** How often an open event that can still change is read again. */
const liveMs = 15_000

/** One event; polled every 15 seconds until it is in a final state. */
export function actionEventQuery(client: Client, ref: ActionEventRef) {
  return queryOptions({
    queryKey: activityKeys.event(ref),
    queryFn: async ({ signal }): Promise<ActionEvent> =>
      (await client.call(activityRoutes.getActionEvent, { params: ref }, signal)).value,
    staleTime: liveMs,
    refetchInterval: ({ state }) => (state.data && !isTerminal(state.data.state) ? liveMs : false),
  })
}

/** How many events match; the server stops counting at a limit. */
export function actionEventCountQuery(client: Client, { filter, cause, message }: EventSelection) {
  const query = { filter, cause, message }
  return queryOptions({
    queryKey: activityKeys.count(query),
    queryFn: async ({ signal }) => {
      const reply = isOwn(query)
        ? await client.call(eventSummaryRoutes.countEvents, { query }, signal)
        : await client.call(activityRoutes.countActionEvents, { query: { filter } }, signal)
      return reply.value
    },
  })
}
