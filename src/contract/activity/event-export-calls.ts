import * as z from 'zod/mini'
import { value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { OWN_EVENTS } from './event-calls.ts'
import { EventExportBody } from './event-queries.ts'
import { OwnExportQuery } from './export.ts'

/** Exports what our own calls list. */
export const eventExportRoutes = {
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
