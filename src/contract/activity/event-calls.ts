import * as z from 'zod/mini'
import { Count, page, value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { ActionEvent } from './action-event.ts'
import { EventExportBody, EventListQuery, EventQuery } from './event-queries.ts'
import { EventSummary, EventValues, EventValuesQuery } from './event-summary.ts'
import { OwnExportQuery } from './export.ts'

export const OWN_EVENTS = '/app/v1/activity/events'

/** Our own calls about action events: what the documented filter cannot say, and what is counted of all that match. */
export const eventRoutes = {
  listEvents: {
    method: 'GET',
    path: OWN_EVENTS,
    summary: 'List action events of one cause, or whose message holds a text',
    permission: 'activity:read',
    documented: false,
    query: EventListQuery,
    reply: page(ActionEvent),
  },
  countEvents: {
    method: 'GET',
    path: `${OWN_EVENTS}:count`,
    summary: 'Count the same, up to 10,000',
    permission: 'activity:read',
    documented: false,
    query: EventQuery,
    reply: value(Count),
  },
  summarizeEvents: {
    method: 'GET',
    path: `${OWN_EVENTS}:summary`,
    summary: 'Action events by time and state, and how many of each state and type',
    permission: 'activity:read',
    documented: false,
    query: EventQuery,
    reply: value(EventSummary),
  },
  countEventValues: {
    method: 'GET',
    path: `${OWN_EVENTS}:values`,
    summary: 'The values of one field that most action events have',
    permission: 'activity:read',
    documented: false,
    query: EventValuesQuery,
    reply: value(EventValues),
  },
  exportEvents: {
    method: 'POST',
    path: `${OWN_EVENTS}:export`,
    summary: 'Export action events of one cause, or whose message holds a text',
    permission: 'activity:export',
    documented: false,
    query: OwnExportQuery,
    body: EventExportBody,
    reply: value(z.looseObject({ id: z.string() })),
  },
} as const satisfies Record<string, Route>
