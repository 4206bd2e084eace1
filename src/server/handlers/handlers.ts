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
import type { RelyingParty } from '../auth/local/passkeys.ts'
import type { RequestOrigin } from '../auth/sessions.ts'
import type { StoredFile } from '../exports.ts'

/**
 * What a handler knows about its request besides the validated input, and how it sets cookies and headers of the
 * answer.
 */
export type Call<Caller = Actor> = {
  readonly actor: Caller
  /** The same, undefined where nobody is known, for calls that anybody may make. */
  readonly caller: Actor | undefined
  /** For which host passkeys are asked; undefined where browsers make none, at an address without a name. */
  readonly relyingParty: RelyingParty | undefined
  /** Gives the page its session: an HttpOnly cookie that ends at `expires`. */
  setSession(token: string, expires: Date): void
  /** The token in the request's session cookie, also when it is no longer good. */
  readonly session: string | undefined
  /** Deletes the session's cookie in the browser. */
  endSession(): void
  /** What tells the browser of a sign-in at the identity provider from others: the text of a cookie of its own. */
  readonly browser: string | undefined
  setBrowser(value: string, expires: Date): void
  /** `If-Match` and `Idempotency-Key` as they came; undefined when absent. */
  readonly ifMatch: string | undefined
  readonly idempotencyKey: string | undefined
  /** Sends the version of what the answer is about, as `ETag`. */
  setVersion(version: number): void
  /** Says up to where events were stored when the first page of a list was read, as `Stored-Position`. */
  setStoredPosition(position: string): void
  /** Marks the answer as that of an earlier, equal request (`Idempotent-Replayed`). */
  setReplayed(): void
  /** Whether the call came from whoever sits at this machine (`localEntrance`). */
  readonly isLocal: boolean
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  readonly from: RequestOrigin
  /** Throws `Refused` FreshProofRequired (403) where this takes a proof of the last ten minutes (`auth/fresh-proof.ts`). */
  requireFreshProof(): void
}

/** A file that a handler answers with: a media type of its route, the name to save it under, and its bytes. */
export type FileResult<Type extends string = string> = {
  readonly type: Type
  readonly name: string
  readonly content: Readable
}

/** The same for a file that lies ready, of which parts are sent too. */
export type StoredFileResult<Type extends string = string> = {
  readonly type: Type
  readonly name: string
  readonly file: StoredFile
}

/** Where a redirect leads: a path of this server, or a whole URL. */
export type RedirectResult = { readonly location: string }

/**
 * Emits events until `signal` is aborted. Resolves once it has begun; a rejection refuses the request, like an error
 * that a handler throws.
 */
export type Subscribe<Event> = (emit: (event: Event) => void, signal: AbortSignal) => Promise<void>

/** What a handler resolves to, by the reply of its route. */
type ResultOf<R extends Route['reply']> = R extends z.ZodMiniType
  ? z.output<R>
  : R extends FileReply & { readonly ranges: true }
    ? StoredFileResult<R['types'][number]>
    : R extends FileReply
      ? FileResult<R['types'][number]>
      : R extends EventsReply
        ? Subscribe<z.output<R['data']>>
        : R extends RedirectReply
          ? RedirectResult
          : R extends EmptyReply
            ? void
            : never

/**
 * One handler for each route of the table. A missing one does not compile, nor does a result that does not fit the
 * route's reply.
 */
export type Handlers<Table extends Readonly<Record<string, Route>> = Routes> = {
  readonly [N in keyof Table]: (
    input: HandlerInput<Table[N]>,
    call: Call,
  ) => Promise<ResultOf<Table[N]['reply']>>
}
