import { page } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { ActionEvent } from './action-event.ts'
import { EventListQuery } from './event-queries.ts'

export const OWN_EVENTS = '/app/v1/activity/events'

/**
 * Our own call that lists action events by what the documented filter cannot say. Those that the first rows do not wait for stand in
 * files of their own.
 */
export const eventRoutes = {
  listEvents: {
    method: 'GET',
    path: OWN_EVENTS,
    summary: 'List events by cause or message',
    permission: 'activity:read',
    documented: false,
    query: EventListQuery,
    reply: page(ActionEvent),
  },
} as const satisfies Record<string, Route>
