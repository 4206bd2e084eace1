import type { Actor, SessionFacts } from '#contract/permissions.ts'
import type { Sessions } from '../../auth/sessions.ts'
import { refused } from '../../refused.ts'
import type { Handlers } from '../handlers.ts'

type OwnSessionHandlers = Pick<Handlers, 'listSessions' | 'endOneSession' | 'endOtherSessions'>

/** The handlers of the sessions of a person, by themselves. */
export function ownSessionHandlers(
  sessions: Pick<Sessions, 'list' | 'endOne' | 'endAll'>,
): OwnSessionHandlers {
  return {
    async listSessions(_, { actor }) {
      const { id } = sessionOf(actor)
      const values = (await sessions.list(actor.user)).map((row) => ({ ...row, current: row.id === id }))
      return { values, next_page_token: '', has_more: false }
    },

    async endOneSession({ params }, { actor }) {
      if (!(await sessions.endOne(actor.user, params.id, actor)))
        throw refused('NotFound', 'There is no such session of yours. It may be over already.')
      return {}
    },

    endOtherSessions: async (_, { actor }) => ({
      value: { ended: await sessions.endAll(actor.user, actor, sessionOf(actor).id) },
    }),
  }
}

/** The session of somebody who calls by one. Throws `Refused` PermissionDenied for a key. */
export function sessionOf(actor: Actor): SessionFacts {
  if (actor.via === 'session' && actor.session) return actor.session
  throw refused('PermissionDenied', 'This takes a session of the page.')
}
