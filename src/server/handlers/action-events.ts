import { pageSizes } from '#contract/envelopes.ts'
import { printOrder } from '#contract/order.ts'
import { print } from '#scim/print.ts'
import type { Backend } from '../backend.ts'
import type { PageTokens } from './page-tokens.ts'
import { refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'
import { eventFilterOf, eventOrderOf } from './read-action-events.ts'

/** Counts stop here and say so: an exact count of everything would grow with the table. */
const countsUpTo = 10_000

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
    async listActionEvents({ query }, { actor }) {
      const filter = await eventFilterOf(backend, query.filter)
      const order = eventOrderOf(query.order_by)
      const use = {
        actor: actor.id,
        // What a token was good for while no time came first in `desc`, it is good for no more.
        call: 'listActionEvents, no time last',
        filter: filter ? print(filter) : '',
        order: printOrder(order),
      }
      const after = query.page_token ? tokens.open(query.page_token, use) : undefined
      const limit = query.page_size ?? pageSizes.usual
      const { rows, next } = await backend.listActionEvents({ filter, order, limit, after })
      return {
        values: [...rows],
        next_page_token: next ? tokens.seal(next, use) : '',
        has_more: next !== undefined,
      }
    },

    async getActionEvent({ params }) {
      const event = await backend.getActionEvent(params)
      if (!event) throw noSuchEvent()
      return { value: event }
    },

    async countActionEvents({ query }) {
      const filter = await eventFilterOf(backend, query.filter)
      return { value: await backend.countActionEvents(filter, countsUpTo) }
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
