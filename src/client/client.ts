import { readFailure } from '#contract/errors.ts'
import { requestOf } from '#contract/request.ts'
import type { CallInput, Reply, RouteName } from '#contract/routes.ts'
import { routes } from '#contract/routes.ts'
import { ApiError, mismatchError, networkError } from './api-error.ts'
import { createSessionKeeper } from './session-keeper.ts'

/** Calls the server by the names of the contract. */
export type Client = {
  /**
   * Makes one call and returns its checked reply. Single objects come as `{value}`, also where the server sent them
   * bare. Throws `ApiError`; an aborted call throws the signal's own reason.
   */
  readonly call: <N extends RouteName>(
    name: N,
    input: CallInput<N>,
    signal?: AbortSignal,
  ) => Promise<Reply<N>>
}

type Options = { readonly fetch: typeof globalThis.fetch; readonly base: string }

/**
 * A client for the server at `base` ('' for the page's own origin). A first 401 opens a session, once for all calls
 * that wait for it, and is tried again.
 */
export function createClient({ fetch, base }: Options): Client {
  const keeper = createSessionKeeper(async () => {
    await readReply('startSession', await send('startSession', { body: {} }))
  })

  async function send<N extends RouteName>(
    name: N,
    input: CallInput<N>,
    signal?: AbortSignal,
  ): Promise<Response> {
    const { method, path, body } = requestOf(name, input)
    const headers = {
      Accept: 'application/json',
      'X-Requested-With': 'countersign',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    }
    try {
      return await fetch(base + path, { method, headers, body: body ?? null, signal: signal ?? null })
    } catch {
      signal?.throwIfAborted()
      throw networkError()
    }
  }

  return {
    async call(name, input, signal) {
      const session = keeper.mark()
      const first = await send(name, input, signal)
      if (first.status !== 401 || name === 'startSession') return readReply(name, first, signal)
      await keeper.renew(session)
      return readReply(name, await send(name, input, signal), signal)
    },
  }
}

async function readReply<N extends RouteName>(
  name: N,
  response: Response,
  signal?: AbortSignal,
): Promise<Reply<N>> {
  const body = await readBody(response, signal)
  if (!response.ok) throw new ApiError(readFailure(response.status, body), retryAfterMs(response))
  const { reply } = routes[name]
  for (const candidate of [body, { value: body }]) {
    const read = reply.safeParse(candidate)
    // `reply` is the schema that `Reply<N>` is the output of; the compiler cannot follow the look-up by N.
    if (read.success) return read.data as Reply<N>
  }
  throw mismatchError(name, response.status)
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
