import type { Backend } from '../backend.ts'
import { matchedBy } from '../event-selection.ts'
import { refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'
import { listEvents } from './list-events.ts'
import type { PageTokens } from './page-tokens.ts'
import { eventFilterOf } from './read-action-events.ts'

/** Counts stop here and say so: an exact count of everything would grow with the table. */
export const countsUpTo = 10_000

type ActionEventHandlers = Pick<
  Handlers,
  | 'listActionEvents'
  | 'getActionEvent'
  | 'countActionEvents'
  | 'getActionEventOrigin'
  | 'getActivityFreshness'
>

/** The handlers of the activity log's routes (veza-api A.1 and A.2, and our own). */
export function actionEventHandlers(backend: Backend, tokens: PageTokens): ActionEventHandlers {
  return {
    async listActionEvents({ query }, call) {
      const selection = matchedBy(await eventFilterOf(backend, query.filter))
      // What a token was good for while no time came first in `desc`, it is good for no more.
      const good = 'listActionEvents, no time last'
      return await listEvents({ backend, tokens }, good, { selection, options: query, call })
    },

    async getActionEvent({ params }) {
      const event = await backend.getActionEvent(params)
      if (!event) throw noSuchEvent()
      return { value: event }
    },

    async countActionEvents({ query }) {
      const selection = matchedBy(await eventFilterOf(backend, query.filter))
      return { value: await backend.countActionEvents(selection, countsUpTo) }
    },

    async getActionEventOrigin({ params }) {
      const origin = await backend.getActionEventOrigin(params)
      if (!origin) throw noSuchEvent()
      return { value: origin }
    },

    async getActivityFreshness() {
      return { value: await backend.getActivityFreshness() }
    },
  }
}

function noSuchEvent() {
  return refused('NotFound', 'There is no action event with this task and action name.')
}
