import type * as z from 'zod/mini'
import type { PermissionName } from './permissions.ts'

/**
 * One call of the API. `{name}` in `path` is a parameter; `:verb` at its end is the vendor's spelling. The schemas
 * check what is sent, `reply` what comes back.
 */
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
  /** The body is that of a form (`application/x-www-form-urlencoded`), and JSON is refused. */
  readonly form?: true
} & Success

/** What a call that succeeds answers with. A schema alone means JSON, and 200 unless another status stands beside it. */
type Success =
  | { readonly reply: z.ZodMiniType; readonly status?: 200 | 201 | 202 }
  | { readonly reply: FileReply | EventsReply | RedirectReply | EmptyReply; readonly status?: never }

/** A file to be saved, streamed with 200 as an attachment; `types` are the media types that it may have. */
export type FileReply = {
  readonly kind: 'file'
  readonly types: readonly [string, ...string[]]
  /** The file lies ready: it is sent as it is, with its length, and parts of it are too (206). */
  readonly ranges?: true
}

/** A stream of server-sent events, all of one name, each with JSON as its data. 200; open until a side closes it. */
export type EventsReply = {
  readonly kind: 'events'
  readonly event: string
  readonly data: z.ZodMiniType
}

/**
 * An answer with status 303 and the address to read next. `failure` is where people are led whatever goes wrong, because it is
 * a browser that somebody sits at who asks.
 */
export type RedirectReply = { readonly kind: 'redirect'; readonly failure?: `/${string}` }

/** An answer with status 204 and no body. */
export type EmptyReply = { readonly kind: 'empty' }

/** The HTTP status with which a call succeeds. */
export function successStatus({ reply, status = 200 }: Route): number {
  if (!('kind' in reply)) return status
  return { file: 200, events: 200, redirect: 303, empty: 204 }[reply.kind]
}

type Part<R, K extends 'params' | 'query' | 'body', Side extends 'input' | 'output'> =
  R extends Record<K, infer S extends z.ZodMiniType>
    ? { readonly [P in K]: Side extends 'input' ? z.input<S> : z.output<S> }
    : unknown

/** What a caller of a route hands over: path parameters, query and body, before the schemas have read them. */
export type CallInput<R extends Route> = Part<R, 'params', 'input'> &
  Part<R, 'query', 'input'> &
  Part<R, 'body', 'input'>

/** What the handler of a route receives: path parameters, query and body as the schemas give them out. */
export type HandlerInput<R extends Route> = Part<R, 'params', 'output'> &
  Part<R, 'query', 'output'> &
  Part<R, 'body', 'output'>

/** A route whose answer is read whole: JSON, or nothing. */
export type DataRoute = Route & { readonly reply: z.ZodMiniType | EmptyReply }

/** The body of a route's successful answer; undefined where it is empty. */
export type Reply<R extends DataRoute> = R['reply'] extends z.ZodMiniType ? z.output<R['reply']> : undefined
