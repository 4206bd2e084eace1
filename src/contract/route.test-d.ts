import * as z from 'zod/mini'
import type { DataRoute, Reply, Route } from './route.ts'

/** Nothing here runs: it is the type check that passes or fails. */
const call = {
  method: 'DELETE',
  path: '/app/v1/things',
  summary: '',
  permission: 'session',
  documented: false,
} as const
const json = { ...call, reply: z.object({ id: z.string() }) } as const satisfies Route
const empty = { ...call, reply: { kind: 'empty' } } as const satisfies Route
const events = { ...call, reply: { kind: 'events', event: 'x', data: z.string() } } as const satisfies Route

export const replies: [Reply<typeof json>, Reply<typeof empty>] = [{ id: '1' }, undefined]
export const created: Route = { ...json, status: 201 }

// @ts-expect-error a status of failure
export const failed: Route = { ...json, status: 400 }
// @ts-expect-error another status for what is 204
export const notEmpty: Route = { ...empty, status: 200 }
// @ts-expect-error a kind of reply that there is not
export const page: Route = { ...call, reply: { kind: 'html' } }
// @ts-expect-error a file of no media type
export const file: Route = { ...call, reply: { kind: 'file', types: [] } }
// @ts-expect-error events without a schema of their data
export const blind: Route = { ...call, reply: { kind: 'events', event: 'x' } }
// @ts-expect-error the client does not call what is a stream
export const stream: DataRoute = events
