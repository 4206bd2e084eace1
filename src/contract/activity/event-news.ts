import * as z from 'zod/mini'
import { Count, value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { ActionEvent } from './action-event.ts'
import { storedHeader } from './activity-calls.ts'
import { EventQuery } from './event-queries.ts'

const OWN_EVENTS = '/app/v1/activity/events'

/** An event of a stream tells of so many changed events one by one, and of more by `more_changed`. */
export const maxChangedEvents = 100

const position = (description: string) =>
  z
    .string()
    .check(z.regex(/^\d{1,19}\.\d{1,19}$/, 'is none that this server has given'), z.describe(description))

/** What has become of stored events: told about once a second, of all that was written meanwhile. */
export const EventNews = z.looseObject({
  /** How many events were stored that had not been before. */
  added: z.number(),
  /** Events that were stored before and have changed, as they are now. */
  changed: z.array(ActionEvent),
  /** More have changed than are told of one by one. */
  more_changed: z.boolean(),
  /** Something may have happened that is not told of: ask `countNewEvents`. */
  missed: z._default(z.boolean(), false),
  /** Where this brings its reader. Opaque. */
  position: z.string(),
})
export type EventNews = z.output<typeof EventNews>

/** How many events that match were stored after a position, and whether any stored before have changed. */
export const NewEvents = z.looseObject({ ...Count.shape, changed: z.boolean(), position: z.string() })
export type NewEvents = z.output<typeof NewEvents>

/** Our own calls that a list asks for once its rows stand. */
export const eventNewsRoutes = {
  watchEvents: {
    method: 'GET',
    path: `${OWN_EVENTS}/changes`,
    summary: 'Tells of action events that are stored or change',
    permission: 'activity:read',
    documented: false,
    reply: { kind: 'events', event: 'events', data: EventNews },
  },
  countNewEvents: {
    method: 'GET',
    path: `${OWN_EVENTS}:new`,
    summary: 'Count the events that match and were stored after a list was read, up to 10,000',
    permission: 'activity:read',
    documented: false,
    query: z.strictObject({
      ...EventQuery.shape,
      since: position(`\`${storedHeader}\` of the first page of the list.`),
      seen: z.optional(
        position(
          '`position` of the last news: only what changed after it counts as changed. `since` when absent.',
        ),
      ),
    }),
    reply: value(NewEvents),
  },
  countSortableEvents: {
    method: 'GET',
    path: `${OWN_EVENTS}:sortable`,
    summary: 'Count the events that match, up to the 50,000 that are sorted by any column',
    permission: 'activity:read',
    documented: false,
    query: EventQuery,
    reply: value(Count),
  },
} as const satisfies Record<string, Route>
