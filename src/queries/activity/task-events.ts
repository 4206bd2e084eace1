import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { activityRoutes } from '#contract/activity/activity-calls.ts'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { isTerminal } from '#contract/activity/action-event-enums.ts'
import { actionEventFields } from '#contract/fields.ts'
import { where } from '#scim/build.ts'
import { print } from '#scim/print.ts'
import { activityKeys } from './activity-keys.ts'

/** How often a task of which an action can still change is read again, as an open event is. */
const liveMs = 15_000

/** So many actions of a task are read; a longer one is for the list, which reads on as it is scrolled. */
export const maxTaskActions = 1_000

/** The actions of a task, by their start, those that have none last. */
export type TaskEvents = {
  readonly actions: readonly ActionEvent[]
  /** Whether the task has more of them than are read. */
  readonly more: boolean
}

/**
 * All actions of a task, page by page, up to `maxTaskActions`; none where the server has no such task. Read again every 15
 * seconds until all of them are in a final state.
 */
export function taskEventsQuery(client: Client, task: string) {
  const filter = print(where(actionEventFields, 'policy_task', 'eq', task))
  return queryOptions({
    queryKey: activityKeys.task(task),
    queryFn: async ({ signal }): Promise<TaskEvents> => {
      // An action that starts meanwhile moves, and may come twice.
      const actions = new Map<string, ActionEvent>()
      let page_token: string | undefined
      while (true) {
        const query = { filter, order_by: 'started_at asc', page_token }
        const page = await client.call(activityRoutes.listActionEvents, { query }, signal)
        for (const action of page.values) actions.set(action.action_name, action)
        const isFull = actions.size >= maxTaskActions
        if (!page.has_more || isFull) return { actions: [...actions.values()], more: page.has_more }
        page_token = page.next_page_token
      }
    },
    staleTime: liveMs,
    refetchInterval: ({ state }) => (state.data?.actions.some(isOpen) ? liveMs : false),
  })
}

function isOpen({ state }: ActionEvent): boolean {
  return !isTerminal(state)
}
