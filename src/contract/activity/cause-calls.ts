import * as z from 'zod/mini'
import { value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { CauseRef } from './failures.ts'

/** What a cause of failures is, whichever events have it. */
export const causeRoutes = {
  getCause: {
    method: 'GET',
    path: '/app/v1/activity/causes/{cause_id}',
    summary: 'The message of one cause, with marks where its events differ',
    permission: 'activity:read',
    documented: false,
    params: CauseRef,
    reply: value(z.looseObject({ cause_id: z.string(), message: z.string() })),
  },
} as const satisfies Record<string, Route>
