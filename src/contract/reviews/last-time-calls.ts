import * as z from 'zod/mini'
import { page, value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { CertificationParams, OWN } from './certification-calls.ts'
import { GoneAccess, SinceLastTime } from './last-time.ts'
import { Whole } from './result-queries.ts'

/** The routes of what has become of access since the review before (docs/decisions/0046). */
export const lastTimeRoutes = {
  getSinceLastTime: {
    method: 'GET',
    path: `${OWN}/last_time`,
    summary:
      'How the access of a certification stands to that of the one before, in rows that the caller sees',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    reply: value(SinceLastTime),
  },
  listGone: {
    method: 'GET',
    path: `${OWN}/gone`,
    summary: 'Access of the certification before that is not in this one, for who sees the whole of both',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    query: z.strictObject({ page_token: z.optional(Whole), page_size: z.optional(Whole) }),
    reply: page(GoneAccess),
  },
} as const satisfies Record<string, Route>
