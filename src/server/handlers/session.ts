import type { Actor } from '#contract/permissions.ts'
import type { Session } from '#contract/session.ts'
import type { Backend } from '../backend.ts'
import type { OutboxIdentities } from '../outbox-identity.ts'
import { refused } from '../refused.ts'
import type { People } from '../people.ts'
import type { Handlers } from './handlers.ts'

type SessionHandlers = Pick<Handlers, 'startSession' | 'listAccounts' | 'endSession' | 'getSession'>

/** The caller's own session. Until people can sign in, only whoever sits at this machine gets one. */
export function sessionHandlers(
  backend: Pick<Backend, 'mode'>,
  people: Pick<People, 'startSession' | 'endSession' | 'listAccounts'>,
  outbox: OutboxIdentities,
): SessionHandlers {
  const sessionOf = (actor: Actor): Session => ({
    ...publicPart(actor, backend),
    ...(actor.via === 'session' ? { outbox: outbox.identityOf(actor) } : {}),
  })
  return {
    async startSession({ body }, call) {
      if (!call.fromLoopback)
        throw refused(
          'PermissionDenied',
          'A session without signing in is given only on the machine that runs the server.',
        )
      const started = await people.startSession(body.account, call.session)
      if (!started) throw refused('NotFound', 'There is no such account of the demonstration.')
      call.setSession(started.token, started.expires)
      return { value: sessionOf(started.actor) }
    },

    async listAccounts(_, call) {
      const values = call.fromLoopback ? [...(await people.listAccounts())] : []
      return { values, next_page_token: '', has_more: false }
    },

    async endSession(_, call) {
      if (call.session !== undefined) await people.endSession(call.session)
      call.endSession()
      return {}
    },

    getSession: (_, { actor }) => Promise.resolve({ value: sessionOf(actor) }),
  }
}

/** What a key can do is told by its scopes: a page that it opens shows none of its owner's roles. */
function publicPart(actor: Actor, { mode }: Pick<Backend, 'mode'>): Session {
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
