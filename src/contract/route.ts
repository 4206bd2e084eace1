import type * as z from 'zod/mini'
import type { PermissionName } from './permissions.ts'

/** One call of the API. `{name}` in a path is a parameter; a `:verb` suffix is the vendor's spelling. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/${string}`
  readonly summary: string
  readonly permission: PermissionName
  /** The vendor's page that documents the call, or false for our own paths under /app/v1. */
  readonly documented: string | false
  readonly params?: z.ZodMiniType
  readonly query?: z.ZodMiniType
  readonly body?: z.ZodMiniType
} & Success

/** What a call that succeeds answers with. A schema alone means JSON, and 200 unless another status stands beside it. */
type Success =
  | { readonly reply: z.ZodMiniType; readonly status?: 200 | 201 | 202 }
  | { readonly reply: FileReply | EventsReply | RedirectReply | EmptyReply; readonly status?: never }

/** A file to be saved, streamed with 200 as an attachment; `types` are the media types that it may have. */
export type FileReply = { readonly kind: 'file'; readonly types: readonly [string, ...string[]] }

/** A stream of server-sent events, all of one name, each with JSON as its data. 200; open until a side closes it. */
export type EventsReply = {
  readonly kind: 'events'
  readonly event: string
  readonly data: z.ZodMiniType
}

/** 303 with the address to read next. */
export type RedirectReply = { readonly kind: 'redirect' }

/** 204. */
export type EmptyReply = { readonly kind: 'empty' }

/** The status of a call that succeeds. */
export function successStatus({ reply, status = 200 }: Route): number {
  if (!('kind' in reply)) return status
  return { file: 200, events: 200, redirect: 303, empty: 204 }[reply.kind]
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

/** A call whose answer is read whole: JSON or nothing. */
export type DataRoute = Route & { readonly reply: z.ZodMiniType | EmptyReply }

/** The body of its successful answer; undefined where there is none. */
export type Reply<R extends DataRoute> = R['reply'] extends z.ZodMiniType ? z.output<R['reply']> : undefined
