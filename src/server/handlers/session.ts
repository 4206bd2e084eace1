import type { Actor } from '#contract/permissions.ts'
import type { Session } from '#contract/session.ts'
import type { Backend } from '../backend.ts'
import { refused } from '../refused.ts'
import type { People } from '../people.ts'
import type { Handlers } from './handlers.ts'

/** The caller's own session. Until people can sign in, only whoever sits at this machine gets one. */
export function sessionHandlers(
  backend: Pick<Backend, 'mode'>,
  people: Pick<People, 'startSession'>,
): Pick<Handlers, 'startSession' | 'getSession'> {
  return {
    async startSession(_, call) {
      if (!call.fromLoopback)
        throw refused(
          'PermissionDenied',
          'A session without signing in is given only on the machine that runs the server.',
        )
      const { token, actor, expires } = await people.startSession()
      call.setSession(token, expires)
      return { value: sessionOf(actor, backend) }
    },

    getSession: (_, { actor }) => Promise.resolve({ value: sessionOf(actor, backend) }),
  }
}

function sessionOf(actor: Actor, { mode }: Pick<Backend, 'mode'>): Session {
  return {
    actor: { id: actor.id, name: actor.name, roles: actor.via === 'session' ? [...actor.roles] : [] },
    capabilities: { mode },
  }
}
