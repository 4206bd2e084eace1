import * as z from 'zod/mini'
import { page, value } from '../envelopes.ts'
import { WorkflowUser } from '../people.ts'
import { scopes } from '../permissions.ts'
import type { Route } from '../route.ts'
import { emptyIsAbsent, safeText } from '../text.ts'

/** An API key as it is listed: never its secret. Times are RFC 3339 in UTC. */
export const ApiKey = z.looseObject({
  id: z.string(),
  name: z._default(z.string(), ''),
  owner: WorkflowUser,
  scopes: z.array(z.string()),
  created_at: z.string(),
  expires_at: z.string(),
  revoked_at: z.nullable(z.string()),
  /** To the minute. */
  last_used_at: z.nullable(z.string()),
  /** Whether it was made in a terminal of the server. */
  from_terminal: z._default(z.boolean(), false),
})
export type ApiKey = z.output<typeof ApiKey>

const ApiKeyInput = z.strictObject({
  name: safeText(100, 'what the key is for'),
  scopes: z.array(z.enum(scopes)).check(z.minLength(1), z.maxLength(scopes.length)),
  days: z.number().check(z.int(), z.gte(1), z.lte(365), z.describe('how many days it works')),
})

/** The routes of API keys. */
export const keyRoutes = {
  listKeys: {
    method: 'GET',
    path: '/app/v1/keys',
    summary: 'The API keys of the caller; of everybody, for admins who ask so',
    permission: 'keys:manage',
    documented: false,
    query: z.strictObject({
      of: emptyIsAbsent(
        z.string().check(z.regex(/^everybody$/, 'takes `everybody`'), z.describe('`everybody`, for admins')),
      ),
      page_token: emptyIsAbsent(safeText(512, '`next_page_token` of the page before')),
    }),
    reply: page(ApiKey),
  },
  makeKey: {
    method: 'POST',
    path: '/app/v1/keys',
    summary: 'Make an API key of the caller; takes a fresh proof, and shows the key this once',
    permission: 'keys:manage',
    documented: false,
    body: ApiKeyInput,
    reply: value(z.looseObject({ key: z.string(), record: ApiKey })),
    status: 201,
  },
  revokeKey: {
    method: 'POST',
    path: '/app/v1/keys/{id}:revoke',
    summary: 'End an API key at its next request: one of the caller, or for admins any',
    permission: 'keys:manage',
    documented: false,
    params: z.strictObject({ id: safeText(64, 'the key') }),
    body: z.strictObject({}),
    reply: z.looseObject({}),
  },
} as const satisfies Record<string, Route>
