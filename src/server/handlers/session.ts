import type { Actor } from '#contract/permissions.ts'
import type { Session } from '#contract/session/session.ts'
import type { Backend } from '../backend.ts'
import type { ProviderSignIn } from '../auth/oidc/provider-sign-in.ts'
import type { OutboxIdentities } from '../auth/outbox-identity.ts'
import { Refused, refused } from '../refused.ts'
import type { People } from '../auth/people.ts'
import type { Handlers } from './handlers.ts'

type SessionHandlers = Pick<Handlers, 'startSession' | 'listAccounts' | 'endSession' | 'getSession'>

/**
 * The handlers of the caller's own session. Without signing in only somebody at the server's own machine gets one, while
 * the entrance is open.
 */
export function sessionHandlers(
  backend: Pick<Backend, 'mode' | 'holdsDemo'>,
  people: Pick<People, 'startSession' | 'endSession' | 'listAccounts' | 'isEntranceOpen'>,
  outbox: OutboxIdentities,
  provider: Pick<ProviderSignIn, 'signOutUrl' | 'decidesRoles'> | undefined,
): SessionHandlers {
  const sessionOf = async (actor: Actor): Promise<Session> => ({
    ...publicPart(actor, backend),
    ...(actor.via === 'session' && actor.session ? { method: actor.session.method } : {}),
    ...(provider?.decidesRoles && isOfProvider(actor) ? { roles_from_claims: true } : {}),
    demo: await backend.holdsDemo(),
    ...(actor.via === 'session' ? { outbox: outbox.identityOf(actor) } : {}),
  })
  return {
    async startSession({ body }, call) {
      if (!call.isLocal || !(await people.isEntranceOpen())) throw closedEntrance()
      const started = await people.startSession(body.account, call.session, call.from)
      if (!started) throw refused('NotFound', 'There is no such account of the demonstration.')
      call.setSession(started.token, started.expires)
      return { value: await sessionOf(started.actor) }
    },

    async listAccounts(_, call) {
      const local = call.isLocal && (await people.isEntranceOpen())
      const values = local ? [...(await people.listAccounts())] : []
      return { values, next_page_token: '', has_more: false, local }
    },

    async endSession(_, call) {
      const { session, actor } = call
      const url = session !== undefined && isOfProvider(actor) && (await provider?.signOutUrl(session))
      if (session !== undefined) await people.endSession(session)
      call.endSession()
      return url ? { provider_url: url } : {}
    },

    getSession: async (_, { actor }) => ({ value: await sessionOf(actor) }),
  }
}

function isOfProvider(actor: Actor): boolean {
  return actor.via === 'session' && actor.session?.method === 'oidc'
}

/** What a key can do is told by its scopes: a page that it opens shows none of its owner's roles. */
function publicPart(actor: Actor, { mode }: Pick<Backend, 'mode'>): Pick<Session, 'actor' | 'capabilities'> {
  return {
    actor: {
      id: actor.id,
      name: actor.name,
      user: actor.user,
      roles: actor.via === 'session' ? [...actor.roles] : [],
    },
    capabilities: { mode },
  }
}

function closedEntrance(): Refused {
  return new Refused({
    code: 'PermissionDenied',
    reason: 'ENTRANCE_CLOSED',
    message: 'Nobody gets in here without signing in.',
    resolution: 'Sign in. Where nobody can yet, make the first admin: npm run users -- add-admin',
  })
}
