import type { FastifyRequest } from 'fastify'
import type { Route } from '#contract/route.ts'
import { providerRoutes } from '#contract/session/provider-calls.ts'
import type { Actor } from '#contract/permissions.ts'
import { refused } from '../refused.ts'
import type { People } from './people.ts'
import type { OutboxIdentities } from './outbox-identity.ts'

/** How a request says who it is from: an API key, or the session cookie of our page, never both. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'session'; readonly token: string }

const bearer = /^Bearer +(\S{1,512})$/i

/**
 * Reads the credentials of a request (design, section 9). Throws `Refused`: InvalidArgument (400) for a key and a
 * session at once, Unauthenticated (401) for a malformed key.
 */
export function credentialsOf(request: FastifyRequest, cookieName: string): Credentials {
  const { authorization } = request.headers
  const token = request.cookies[cookieName]
  if (authorization !== undefined && token !== undefined)
    throw refused('InvalidArgument', 'Send an API key or the session cookie, not both.')
  if (authorization !== undefined) {
    const key = bearer.exec(authorization)?.[1]
    if (key === undefined) throw refused('Unauthenticated', 'Malformed API key')
    return { kind: 'key', key }
  }
  return token === undefined ? { kind: 'none' } : { kind: 'session', token }
}

/**
 * Refuses what a page of another site could make a browser send with our cookie. A cookie counts only on requests
 * that the browser marks as same-origin; one that may change data must also be JSON and carry our header. (A DELETE
 * without a body need not be JSON.)
 */
export function refuseForgery(request: FastifyRequest, credentials: Credentials): void {
  if (credentials.kind === 'key') return
  const safe = isSafe(request)
  if (safe && credentials.kind === 'none') return
  if (request.headers['sec-fetch-site'] !== 'same-origin')
    throw refused('PermissionDenied', 'This request does not come from a page of this server.')
  if (safe) return
  if (request.headers['x-requested-with'] !== 'countersign')
    throw refused('PermissionDenied', 'This request lacks the header that the page of this server sends.')
  if (request.method === 'DELETE' && !hasBody(request)) return
  if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? ''))
    throw refused('UnsupportedMediaType', 'The body must be application/json.')
}

/** The routes that a provider calls, or leads a browser to from its own pages. */
const provingThemselves: ReadonlySet<string> = new Set(
  Object.values<Route>(providerRoutes).map(({ method, path }) => `${method} ${path}`),
)

/**
 * Whether a request is one of the two that are outside the rule against forgery: a transaction's cookie and state, or the
 * provider's signature, prove what they bring. They are nobody's: neither a session nor a key counts there.
 */
export function provesItself({ method, routeOptions }: FastifyRequest): boolean {
  return provingThemselves.has(`${method} ${routeOptions.url ?? ''}`)
}

function hasBody({ headers }: FastifyRequest): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined
}

/**
 * Refuses a request whose `X-Actor` names another person than its session: a change that waited on a device is never
 * made in the name of whoever has signed in there since. Without a session it does nothing, and the answer is the
 * usual 401.
 */
export function refuseOtherAccount(
  { headers }: FastifyRequest,
  actor: Actor | undefined,
  actorHash: OutboxIdentities['actorHash'],
): void {
  const stated = headers['x-actor']
  if (stated === undefined || !actor) return
  if (actor.via === 'session' && stated === actorHash(actor)) return
  throw refused('OtherAccount', 'This change belongs to another account.')
}

/** Whether a request has a method that only reads. */
export function isSafe({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

/**
 * Whether a request shows that its person is there: a page says `X-Unattended` with what it asks while nobody has touched it
 * for a minute, and streams of events open by themselves. A session that nobody uses is over after a while.
 */
export function isUse({ headers, routeOptions }: FastifyRequest): boolean {
  return headers['x-unattended'] === undefined && !routeOptions.config.byItself
}

const keyProblems = {
  malformed: 'Malformed API key',
  mistyped: 'This API key was mistyped or cut: its last characters do not fit the rest. Copy it again.',
  unknown: 'Invalid API key',
  expired: 'This API key has expired. Make a new one.',
  revoked: 'This API key was revoked.',
  ownerless: 'The owner of this API key has no access to this server any more.',
} as const

/**
 * The person whom credentials stand for; undefined where there are none, or the session is over. `isUse`: whether that counts
 * as use of the session. Throws `Refused`
 * Unauthenticated (401) for a key that is not accepted, with the reason in the vendor's words.
 */
export async function actorOf(
  credentials: Credentials,
  people: Pick<People, 'findKey' | 'findSession'>,
  isUse: boolean,
): Promise<Actor | undefined> {
  if (credentials.kind === 'none') return undefined
  if (credentials.kind === 'session') return await people.findSession(credentials.token, isUse)
  const holder = await people.findKey(credentials.key)
  if (typeof holder === 'string') throw refused('Unauthenticated', keyProblems[holder])
  return holder
}
