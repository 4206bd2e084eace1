import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { personId } from '#contract/people.ts'
import {
  type Actor,
  holds,
  type Permission,
  type PermissionName,
  permissions,
} from '#contract/permissions.ts'
import { Refused, refused } from '../refused.ts'
import type { People } from './people.ts'
import {
  actorOf,
  credentialsOf,
  isSafe,
  isUse,
  provesItself,
  refuseForgery,
  refuseOtherAccount,
} from './authenticate.ts'
import type { LocalEntrance } from './local-entrance.ts'
import type { OutboxIdentities } from './outbox-identity.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says what it takes to be allowed in; the server does not start otherwise. */
    permission?: PermissionName
    /** Set where nothing is counted against the caller: what costs next to nothing, and must be there for everybody. */
    uncounted?: true
    /** Set where a request is made by the page and not by its person: it does not keep a session from being over. */
    byItself?: true
  }
  interface FastifyRequest {
    actor: Actor | undefined
  }
}

/** How many requests one person or address may make: `burst` at once, `perSecond` in the long run. */
export type RateLimit = { readonly perSecond: number; readonly burst: number }

type GuardOptions = Pick<OutboxIdentities, 'actorHash'> & {
  readonly people: Pick<People, 'findKey' | 'findSession' | 'isEntranceOpen'>
  readonly cookieName: string
  readonly rate: RateLimit
  readonly isLocal: LocalEntrance
}

/**
 * Asks once more whether a request may do what it asks for, when its turn has come: its body may have come a minute after its
 * head, and whoever makes it may have lost their access meanwhile. Nothing is asked of one that only reads. Throws `Refused`.
 */
export type AskAgain = (request: FastifyRequest) => Promise<void>

/**
 * Puts authentication, forgery checks, permissions and rate limits in front of every route, by the permission that it
 * declares. The server does not start where a route declares none. Returns what asks again.
 */
export function registerGuard(
  app: FastifyInstance,
  { people, cookieName, rate, actorHash, isLocal }: GuardOptions,
): AskAgain {
  app.decorateRequest('actor', undefined)
  app.addHook('onRoute', (route) => {
    if (route.config?.permission === undefined)
      throw new Error(`the route ${String(route.method)} ${route.url} does not declare a permission`)
  })
  const limit = app.createRateLimit({
    max: rate.burst,
    timeWindow: (1000 * rate.burst) / rate.perSecond,
    keyGenerator: personOrAddress,
  })
  /** The figures of the server need no key on the machine itself, while that has an open entrance. */
  const isOwnMetrics = async (request: FastifyRequest, permission: PermissionName) =>
    permission === 'ops:metrics' && isLocal(request) && (await people.isEntranceOpen())
  const withinRate = async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.routeOptions.config.uncounted) return
    const used = await limit(request)
    if (used.isAllowed || !used.isExceeded) return
    reply.header('retry-after', String(Math.max(1, used.ttlInSeconds)))
    throw refused('ResourceExhausted', 'Too many requests. Wait as long as Retry-After says.')
  }
  app.addHook('onRequest', async (request, reply) => {
    const permission = request.routeOptions.config.permission
    if (permission === undefined) return // no route: the not-found answer is the same for everybody
    if (provesItself(request)) return await withinRate(request, reply)
    // What anybody may read needs no name, so it is there without the database too, and by an address typed by hand.
    if (isSafe(request) && holds(undefined, permission)) return await withinRate(request, reply)
    const credentials = credentialsOf(request, cookieName)
    refuseForgery(request, credentials)
    request.actor = await actorOf(credentials, people, isUse(request)).catch(async (error: unknown) => {
      await withinRate(request, reply) // guesses count against the address that they come from
      throw error
    })
    await withinRate(request, reply)
    refuseOtherAccount(request, request.actor, actorHash)
    if (await isOwnMetrics(request, permission)) return
    if (!request.actor && !holds(undefined, permission)) reply.header('www-authenticate', 'Bearer')
    refuseWithout(permission, request.actor)
  })
  return async (request) => {
    const { permission } = request.routeOptions.config
    if (permission === undefined || !request.actor || isSafe(request)) return
    request.actor = await actorOf(credentialsOf(request, cookieName), people, isUse(request))
    refuseOtherAccount(request, request.actor, actorHash)
    refuseWithout(permission, request.actor)
  }
}

/** Throws `Refused` for a caller who does not hold a permission. */
function refuseWithout(permission: PermissionName, actor: Actor | undefined): void {
  if (holds(actor, permission)) return
  if (actor) throw refusalOf(actor, permission)
  throw refused('Unauthenticated', 'This needs an API key (Authorization: Bearer …) or a session.')
}

/** The refusal of a caller who is known: who has yet to set up a second factor is told that, whatever they may do then. */
function refusalOf(actor: Actor, permission: PermissionName): Refused {
  if (actor.via !== 'session' || actor.session?.stage !== 'enrol')
    return refused('PermissionDenied', whyNot(actor, permission))
  return new Refused({
    code: 'PermissionDenied',
    reason: 'SECOND_FACTOR_MISSING',
    message: 'Your second factor is not set up yet.',
    resolution: 'Set it up first, on the sign-in page.',
  })
}

/** Why a caller who is known may not do something: a key is told which scope it lacks. */
function whyNot(actor: Actor, name: PermissionName): string {
  const { scopes }: Permission = permissions[name]
  if (actor.via !== 'key' || scopes?.some((scope) => actor.scopes.includes(scope)))
    return 'You may not do this.'
  return scopes
    ? `This key lacks the scope ${scopes.join(', or one of: ')}.`
    : 'This takes a session; no key may do it.'
}

/**
 * Under which name a request counts against limits: the person, the same for all their sessions and keys, or the
 * address where there is none.
 */
export function personOrAddress({ actor, ip }: FastifyRequest): string {
  return actor ? personId(actor.user) : `ip:${ip}`
}
