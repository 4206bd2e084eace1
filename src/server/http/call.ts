import { isIP } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { storedHeader } from '#contract/activity/activity-calls.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Call } from '../handlers/handlers.ts'
import { refused } from '../refused.ts'
import { relyingPartyOf } from '../auth/local/passkeys.ts'
import { requireFreshProof } from '../auth/fresh-proof.ts'
import type { LocalEntrance } from '../auth/local-entrance.ts'

/** The session cookie: its name, and whether browsers send it over https only. */
type SessionCookie = { readonly name: string; readonly secure: boolean }

/** What calls of one server are made with. */
export type CallOptions = {
  readonly isLocal: LocalEntrance
  readonly cookie: SessionCookie
  /** The name of the cookie that proves whose sign-in at the provider is under way. */
  readonly providerCookie: string
  readonly clock: () => Date
  /** The origin that people use, where it is not the one that the server listens on. */
  readonly publicUrl: string | undefined
}

/**
 * The `Call` of a request, as handlers get it. Reading its `actor` throws `Refused` Unauthenticated where there is
 * none.
 */
export function callOf(
  { isLocal, cookie: { name, secure }, providerCookie, clock, publicUrl }: CallOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Call {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  return {
    get actor() {
      return actorOf(request)
    },
    caller: request.actor,
    get relyingParty() {
      return relyingPartyOf(publicUrl ?? `http://${request.headers.host ?? ''}`)
    },
    isLocal: isLocal(request),
    get signal() {
      return whileConnected(reply)
    },
    from: { userAgent: request.headers['user-agent'] ?? '', address: addressOf(request) },
    session: request.cookies[name],
    setSession: (token, expires) => {
      void reply.setCookie(name, token, { ...cookie, expires })
    },
    endSession: () => {
      void reply.clearCookie(name, cookie)
    },
    browser: request.cookies[providerCookie],
    setBrowser: (value, expires) => {
      // Lax: it comes with the navigation from the provider's pages.
      void reply.setCookie(providerCookie, value, { ...cookie, sameSite: 'lax', expires })
    },
    requireFreshProof: () => requireFreshProof(actorOf(request), clock()),
    ifMatch: request.headers['if-match'],
    idempotencyKey: textOf(request.headers['idempotency-key']),
    setVersion: (version) => {
      void reply.header('etag', `"${version}"`)
    },
    setStoredPosition: (position) => {
      void reply.header(storedHeader, position)
    },
    setReplayed: () => {
      void reply.header('idempotent-replayed', 'true')
    },
  }
}

/** Aborted when the connection is closed, by the client or after the answer. */
function whileConnected({ raw }: FastifyReply): AbortSignal {
  const connected = new AbortController()
  if (raw.destroyed) connected.abort()
  else raw.once('close', () => connected.abort())
  return connected.signal
}

function actorOf({ actor }: FastifyRequest): Actor {
  if (actor) return actor
  throw refused('Unauthenticated', 'This needs an API key or a session.')
}

/** A header that came several times is one text, as with those that Node knows. */
function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'object' ? header.join(', ') : header
}

/** From where a request comes; the proxy itself where what that says is no address. */
function addressOf({ ip, socket }: FastifyRequest): string {
  return isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip
}
