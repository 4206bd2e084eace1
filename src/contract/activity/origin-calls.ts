import * as z from 'zod/mini'
import { ActionEventRef } from './action-event.ts'
import { OWN_ACTION_EVENTS } from './activity-calls.ts'
import { value } from '../envelopes.ts'
import type { Route } from '../route.ts'

/** The import that brought an event, for the drawer; `null` for an event of the demonstration. */
export const ActionEventOrigin = z.looseObject({
  demo: z.boolean(),
  import: z.nullable(
    z.looseObject({
      id: z.string(),
      file_name: z.string(),
      sha256: z.string(),
      finished_at: z.nullable(z.string()),
      actor: z.string(),
    }),
  ),
})
export type ActionEventOrigin = z.output<typeof ActionEventOrigin>

/** The last import that finished, and whether events of the demonstration are stored too. */
export const ActivityFreshness = z.looseObject({
  demo: z.boolean(),
  last_import: z.nullable(
    z.looseObject({
      file_name: z.string(),
      finished_at: z.string(),
      lines: z.number(),
      rejected: z.number(),
      actor: z.string(),
    }),
  ),
})
export type ActivityFreshness = z.output<typeof ActivityFreshness>

/** Where events came from. Apart from the other calls: the first rows do not wait for it. */
export const originRoutes = {
  getActionEventOrigin: {
    method: 'GET',
    path: `${OWN_ACTION_EVENTS}/{workflow_task}/{action_name}/origin`,
    summary: 'Which import an action event came from',
    permission: 'activity:read',
    documented: false,
    params: ActionEventRef,
    reply: value(ActionEventOrigin),
  },
  getActivityFreshness: {
    method: 'GET',
    path: '/app/v1/activity/freshness',
    summary: 'How fresh the stored action events are',
    permission: 'activity:read',
    documented: false,
    reply: value(ActivityFreshness),
  },
} as const satisfies Record<string, Route>
