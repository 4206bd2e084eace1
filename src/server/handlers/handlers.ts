import type { Readable } from 'node:stream'
import type * as z from 'zod/mini'
import type { Actor } from '#contract/permissions.ts'
import type {
  EmptyReply,
  EventsReply,
  FileReply,
  HandlerInput,
  RedirectReply,
  Route,
} from '#contract/route.ts'
import type { Routes } from '#contract/routes.ts'

/** What a handler knows of a call besides its validated input. */
export type Call<Caller = Actor> = {
  readonly actor: Caller
  /** Hands the page its session: an HttpOnly cookie that ends at `expires`. */
  setSession(token: string, expires: Date): void
  /** The token of the session that the request came with, whether it is still good or not. */
  readonly session: string | undefined
  /** Takes the session's cookie away. */
  endSession(): void
  /** `If-Match` and `Idempotency-Key` as they came; undefined when absent. */
  readonly ifMatch: string | undefined
  readonly idempotencyKey: string | undefined
  /** Says which version the answer is about (`ETag`), or that it is a repeat of an earlier one. */
  setVersion(version: number): void
  setReplayed(): void
  /** Whether the call came from whoever sits at this machine (`localEntrance`). */
  readonly isLocal: boolean
}

/** A file as a handler gives it: one of the media types of its route, the name that it is saved under, its bytes. */
export type FileResult<Type extends string = string> = {
  readonly type: Type
  readonly name: string
  readonly content: Readable
}

/** Where a redirect leads: a path of this server, or a whole address. */
export type RedirectResult = { readonly location: string }

/**
 * Begins to emit events and goes on until the signal is aborted. Resolves once it has begun; a rejection refuses the
 * call, like an error that a handler throws.
 */
export type Subscribe<Event> = (emit: (event: Event) => void, signal: AbortSignal) => Promise<void>

/** What a handler resolves to, by the reply of its route. */
type ResultOf<R extends Route['reply']> = R extends z.ZodMiniType
  ? z.output<R>
  : R extends FileReply
    ? FileResult<R['types'][number]>
    : R extends EventsReply
      ? Subscribe<z.output<R['data']>>
      : R extends RedirectReply
        ? RedirectResult
        : R extends EmptyReply
          ? void
          : never

/** One handler a route of the contract; leaving one out does not compile, nor a result that its reply does not have. */
export type Handlers<Table extends Readonly<Record<string, Route>> = Routes> = {
  readonly [N in keyof Table]: (
    input: HandlerInput<Table[N]>,
    call: Call,
  ) => Promise<ResultOf<Table[N]['reply']>>
}
