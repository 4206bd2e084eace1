import type { Actor } from '#contract/permissions.ts'
import type { Session } from '#contract/session/session.ts'
import type { Backend } from '../backend.ts'
import type { OutboxIdentities } from '../auth/outbox-identity.ts'
import { Refused, refused } from '../refused.ts'
import type { People } from '../auth/people.ts'
import type { Handlers } from './handlers.ts'

type SessionHandlers = Pick<Handlers, 'startSession' | 'listAccounts' | 'endSession' | 'getSession'>

/**
 * The handlers of the caller's own session. Until people can sign in, only somebody at the server's own machine gets
 * one.
 */
export function sessionHandlers(
  backend: Pick<Backend, 'mode' | 'holdsDemo'>,
  people: Pick<People, 'startSession' | 'endSession' | 'listAccounts'>,
  outbox: OutboxIdentities,
): SessionHandlers {
  const sessionOf = async (actor: Actor): Promise<Session> => ({
    ...publicPart(actor, backend),
    ...(actor.via === 'session' && actor.session ? { method: actor.session.method } : {}),
    demo: await backend.holdsDemo(),
    ...(actor.via === 'session' ? { outbox: outbox.identityOf(actor) } : {}),
  })
  return {
    async startSession({ body }, call) {
      if (!call.isLocal) throw nobodyYet()
      const started = await people.startSession(body.account, call.session, call.from)
      if (!started) throw refused('NotFound', 'There is no such account of the demonstration.')
      call.setSession(started.token, started.expires)
      return { value: await sessionOf(started.actor) }
    },

    async listAccounts(_, call) {
      const values = call.isLocal ? [...(await people.listAccounts())] : []
      return { values, next_page_token: '', has_more: false, local: call.isLocal }
    },

    async endSession(_, call) {
      if (call.session !== undefined) await people.endSession(call.session)
      call.endSession()
      return {}
    },

    getSession: async (_, { actor }) => ({ value: await sessionOf(actor) }),
  }
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

function nobodyYet(): Refused {
  return new Refused({
    code: 'PermissionDenied',
    message: 'Nobody can sign in yet; keys work.',
    resolution:
      'Without PUBLIC_URL, Countersign opens on the computer it runs on, by the address that it printed when it started.',
  })
}
