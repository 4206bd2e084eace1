import { type Failure, readFailure } from '#contract/errors.ts'
import { requestOf } from '#contract/request.ts'
import type { CallInput, DataRoute, Reply, Route } from '#contract/route.ts'
import { sessionRoutes } from '#contract/session/session-calls.ts'
import { ApiError, failureOf, mismatchError, networkError } from './api-error.ts'
import { createSessionKeeper } from './session-keeper.ts'

/**
 * What a change is sent with: the version of the object that its author saw (`If-Match`), a key under which a repeat
 * changes nothing more (`Idempotency-Key`), and the hash of its author (`X-Actor`, from `Session.outbox`) where it is
 * known.
 */
export type Preconditions = {
  readonly version: number
  readonly key: string
  readonly actor?: string | undefined
}

/**
 * The typed client: one method for calls, one for changes that carry preconditions. Routes are those of the contract.
 */
export type Client = {
  /**
   * Makes one call and returns its reply, checked against the contract; undefined where the reply is empty. A single
   * object always comes as `{value}`, even when the server sent it bare. `on` adds the headers of `Preconditions`, and is told
   * those of the answer.
   * Throws `ApiError`; an aborted call throws the signal's own reason.
   */
  readonly call: <R extends DataRoute>(
    route: R,
    input: CallInput<R>,
    signal?: AbortSignal,
    on?: Partial<Preconditions> & { readonly onHeaders?: (headers: Headers) => void },
  ) => Promise<Reply<R>>
  /**
   * Makes one call that changes an object with a version. Returns the reply and the new version from `ETag`. Throws
   * `ApiError`: status 412 where the object has another version by now, with the object as it is in
   * `failure.current`, and status 0 where the answer has no `ETag`, because then it is not the server's.
   */
  readonly change: <R extends DataRoute>(
    route: R,
    input: CallInput<R>,
    on: Preconditions,
    signal?: AbortSignal,
  ) => Promise<{ readonly reply: Reply<R>; readonly version: number }>
  /**
   * Says whose page this is, by the hash of `Session.outbox`: every later call names them, and the server refuses it where
   * somebody else has signed in meanwhile. The first who is named stays; another person means another load of the page.
   */
  readonly belongTo: (actor: string) => void
}

type Options = {
  readonly fetch: typeof globalThis.fetch
  readonly base: string
  /** Asked when the server knows no session: whether one may be opened. Where not, its 401 is the answer. */
  readonly mayOpen?: () => boolean
  /**
   * Told of such a 401 to a `call`. Not of one to a `change`: who makes it keeps it until the same person is back, and
   * goes on meanwhile.
   */
  readonly onSignedOut?: () => void
  /** Told of a `call` that was refused because another person is signed in by now than the page belongs to. */
  readonly onOtherAccount?: () => void
  /**
   * Asked when a `call` takes a fresh proof of who uses the session: resolves to whether one was given, and the call is
   * then made once more.
   */
  readonly proveAgain?: () => Promise<boolean>
  /**
   * Asked when a `call` that changes something was refused because nobody is signed in: resolves to whether the person of the
   * page is signed in again, and the call is then made once more.
   */
  readonly signInAgain?: () => Promise<boolean>
}

/** Whether a call is made as somebody: who signs in is nobody yet, nor is who asks who is signed in. */
const isForSomebody = ({ permission, summary }: Route) =>
  permission !== 'public' && summary !== sessionRoutes.getSession.summary

/** Whether a call that takes a session was made without one. */
const lacksSession = ({ permission }: Route, { status }: { readonly status: number }) =>
  status === 401 && permission !== 'public'

/** Makes a call, and tells where it is refused for who made it, or because nobody did. */
async function telling<T>(on: Options, route: Route, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    const failure = failureOf(error)
    const isOut = lacksSession(route, failure)
    if (isOut || failure.code === 'session-refused' || failure.reason === 'SECOND_FACTOR_MISSING')
      on.onSignedOut?.()
    if (failure.code === 'OtherAccount') on.onOtherAccount?.()
    throw isOut ? new ApiError({ ...failure, ...signedOutWords }) : error
  }
}

/** The server names what a program would send as well; whoever sits at the page signs in. */
const signedOutWords = {
  message: 'You are signed out.',
  resolution: 'Sign in again.',
}

/** Makes a call; where it fails for want of something that is then given, once more. */
async function onceMore<T>(
  lacks: (failure: Failure) => boolean,
  give: (() => Promise<boolean>) | undefined,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!lacks(failureOf(error)) || !(await give?.())) throw error
    return await call()
  }
}

/** Whether a failure asks for a fresh proof of who uses the session. */
const lacksProof = ({ reason }: Failure) => reason === 'FRESH_PROOF_REQUIRED'

/**
 * A client for the server at `base` ('' for the page's own origin). A call that is answered 401 opens a session and
 * is sent once more; calls that fail at the same time share one new session.
 */
export function createClient(options: Options): Client {
  const { fetch, base, mayOpen = () => true, proveAgain, signInAgain } = options
  const { startSession } = sessionRoutes
  let actor: string | undefined
  const keeper = createSessionKeeper(async () => {
    await readReply(startSession, await send(startSession, { body: {} }))
  })

  async function send<R extends Route>(
    route: R,
    input: CallInput<R>,
    signal?: AbortSignal,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const { method, path, body } = requestOf(route, input)
    const headers = {
      Accept: 'application/json',
      'X-Requested-With': 'countersign',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(actor !== undefined && isForSomebody(route) ? { 'X-Actor': actor } : {}),
      ...more,
    }
    try {
      return await fetch(base + path, { method, headers, body: body ?? null, signal: signal ?? null })
    } catch {
      signal?.throwIfAborted()
      throw networkError()
    }
  }

  async function sendInSession<R extends Route>(
    route: R,
    input: CallInput<R>,
    signal?: AbortSignal,
    more?: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const session = keeper.mark()
    const first = await send(route, input, signal, more)
    if (!lacksSession(route, first) || !mayOpen()) return first
    await keeper.renew(session)
    return send(route, input, signal, more)
  }

  return {
    call: (route, input, signal, on = {}) =>
      onceMore(lacksProof, proveAgain, () =>
        onceMore(
          // What only reads is read again by whoever shows it.
          (failure) => route.method !== 'GET' && lacksSession(route, failure),
          signInAgain,
          () =>
            telling(options, route, async () => {
              const response = await sendInSession(route, input, signal, headersOf(on))
              on.onHeaders?.(response.headers)
              return readReply(route, response, signal)
            }),
        ),
      ),
    belongTo(hash) {
      actor ??= hash
    },
    async change(route, input, on, signal) {
      const response = await sendInSession(route, input, signal, headersOf(on))
      const changed = versionOf(response)
      // Something in between has answered, a sign-in page of the network for one: the server has changed nothing.
      if (response.ok && changed === undefined) throw networkError()
      return { reply: await readReply(route, response, signal), version: changed ?? on.version }
    },
  }
}

function headersOf({ version, key, actor }: Partial<Preconditions>): Readonly<Record<string, string>> {
  return {
    ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    ...(actor === undefined ? {} : { 'X-Actor': actor }),
  }
}

function versionOf(response: Response): number | undefined {
  const [, digits] = /^"(\d+)"$/.exec(response.headers.get('ETag') ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}

async function readReply<R extends DataRoute>(
  route: R,
  response: Response,
  signal?: AbortSignal,
): Promise<Reply<R>> {
  const body = await readBody(response, signal)
  if (!response.ok) throw new ApiError(readFailure(response.status, body), retryAfterMs(response))
  const { reply }: DataRoute = route
  // Which reply it is decides what `Reply<R>` is; the compiler cannot follow the look-up by R.
  if ('kind' in reply) return undefined as Reply<R>
  for (const candidate of [body, { value: body }]) {
    const read = reply.safeParse(candidate)
    if (read.success) return read.data as Reply<R>
  }
  throw mismatchError(route.summary, response.status)
}

/** The body as JSON; undefined when it is not JSON, as with an error page of something in between. */
async function readBody(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  const text = await response.text().catch(() => {
    signal?.throwIfAborted()
    throw networkError()
  })
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `Retry-After` in milliseconds; only its form in seconds, which is the one that our server and Veza send. */
function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}
