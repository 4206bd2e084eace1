import { Readable } from 'node:stream'
import * as z from 'zod/mini'
import type { Route } from '#contract/route.ts'
import type { Handlers } from './handlers.ts'

/** Nothing here runs: it is the type check that passes or fails. */
const call = {
  method: 'GET',
  path: '/app/v1/things',
  summary: '',
  permission: 'session',
  documented: false,
} as const
const table = {
  json: { ...call, reply: z.object({ id: z.string() }) },
  file: { ...call, reply: { kind: 'file', types: ['text/csv'] } },
  events: { ...call, reply: { kind: 'events', event: 'thing', data: z.object({ id: z.string() }) } },
  redirect: { ...call, reply: { kind: 'redirect' } },
  empty: { ...call, reply: { kind: 'empty' } },
} as const satisfies Record<string, Route>

export const right: Handlers<typeof table> = {
  json: async () => ({ id: '1' }),
  file: async () => ({ type: 'text/csv', name: 'a.csv', content: Readable.from([]) }),
  events: async () => async (emit) => emit({ id: '1' }),
  redirect: async () => ({ location: '/' }),
  empty: async () => {},
}
const { json, ...rest } = right
export const jsonAlone: Handlers<Pick<typeof table, 'json'>> = { json }

// @ts-expect-error a handler is missing
export const missing: Handlers<typeof table> = rest
export const wrong: Handlers<typeof table> = {
  // @ts-expect-error data of another shape
  json: async () => ({ id: 1 }),
  // @ts-expect-error a media type that the route does not have
  file: async () => ({ type: 'text/html', name: 'a.html', content: Readable.from([]) }),
  // @ts-expect-error events of another shape
  events: async () => async (emit) => emit({ id: 1 }),
  // @ts-expect-error data where an address is due
  redirect: async () => ({ id: '1' }),
  // @ts-expect-error data where there is none
  empty: async () => ({ id: '1' }),
}
