import { Count, value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { OWN_EVENTS } from './event-calls.ts'
import { EventQuery } from './event-queries.ts'
import { EventSummary, EventValues, EventValuesQuery } from './event-summary.ts'

/** What is counted of all action events that match; asked once the rows stand, so apart from what lists them. */
export const eventSummaryRoutes = {
  countEvents: {
    method: 'GET',
    path: `${OWN_EVENTS}:count`,
    summary: 'Count action events of one cause, or whose message holds a text, up to 10,000',
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
} as const satisfies Record<string, Route>
