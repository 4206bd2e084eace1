import type { FastifyRequest } from 'fastify'
import type { Actor } from '#contract/permissions.ts'
import { refused } from '../refused.ts'
import type { People } from './people.ts'
import type { OutboxIdentities } from './outbox-identity.ts'

/** The two ways in: an API key of a machine, or the session cookie of our page. Never both. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'session'; readonly token: string }

const bearer = /^Bearer +(\S{1,512})$/i

/** Reads the credentials of a request (design, section 9). Throws 400 for both at once, 401 for a malformed key. */
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
 * Refuses what another site's page could make a browser send with our cookie: a cookie counts only for requests
 * that the browser itself calls same-origin, and anything that may change data must besides be JSON with our header;
 * a DELETE without a body has nothing to be JSON.
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

function hasBody({ headers }: FastifyRequest): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined
}

/**
 * Refuses a request that says by `X-Actor` whose it is when it comes in another person's session: a change that waited
 * on a device is never made in the name of whoever has signed in there since. Without a session there is nobody to
 * compare with, and the answer is the usual 401.
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

/** Whether a request can only read. */
export function isSafe({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

const keyProblems = {
  malformed: 'Malformed API key',
  unknown: 'Invalid API key',
  expired: 'This API key has expired. Make a new one.',
  revoked: 'This API key was revoked.',
  ownerless: 'The owner of this API key has no access to this server any more.',
} as const

/** Who the credentials stand for; undefined when there are none. Throws 401 with the vendor's words for a bad key. */
export async function actorOf(
  credentials: Credentials,
  people: Pick<People, 'findKey' | 'findSession'>,
): Promise<Actor | undefined> {
  if (credentials.kind === 'none') return undefined
  if (credentials.kind === 'session') return await people.findSession(credentials.token)
  const holder = await people.findKey(credentials.key)
  if (typeof holder === 'string') throw refused('Unauthenticated', keyProblems[holder])
  return holder
}
