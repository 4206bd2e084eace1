import type * as z from 'zod/mini'
import type { PermissionName } from './permissions.ts'

/** One call of the API. `{name}` in a path is a parameter; a `:verb` suffix is the vendor's spelling. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly path: `/${string}`
  readonly summary: string
  readonly permission: PermissionName
  /** The vendor's page that documents the call, or false for our own paths under /app/v1. */
  readonly documented: string | false
  readonly params?: z.ZodMiniType
  readonly query?: z.ZodMiniType
  readonly body?: z.ZodMiniType
  readonly reply: z.ZodMiniType
}

type Part<R, K extends 'params' | 'query' | 'body', Side extends 'input' | 'output'> =
  R extends Record<K, infer S extends z.ZodMiniType>
    ? { readonly [P in K]: Side extends 'input' ? z.input<S> : z.output<S> }
    : unknown

/** What a caller gives: parameters, query and body as they stand before validation. */
export type CallInput<R extends Route> = Part<R, 'params', 'input'> &
  Part<R, 'query', 'input'> &
  Part<R, 'body', 'input'>

/** What a handler receives: the same after validation. */
export type HandlerInput<R extends Route> = Part<R, 'params', 'output'> &
  Part<R, 'query', 'output'> &
  Part<R, 'body', 'output'>

/** The body of a successful answer. */
export type Reply<R extends Route> = z.output<R['reply']>
