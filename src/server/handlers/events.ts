import type { Backend } from '../backend.ts'
import { refused } from '../refused.ts'
import { countsUpTo } from './action-events.ts'
import type { Handlers } from './handlers.ts'
import { listEvents } from './list-events.ts'
import { makeEventExport } from './make-event-export.ts'
import type { PageTokens } from './page-tokens.ts'
import { selectionOf } from './read-selection.ts'

type EventHandlers = Pick<Handlers, 'listEvents' | 'countEvents' | 'exportEvents' | 'getCause'>

/** Action events of one cause, or whose message holds a text: what the documented filter cannot say. */
export function eventHandlers(backend: Backend, tokens: PageTokens): EventHandlers {
  return {
    async listEvents({ query }, call) {
      const selection = await selectionOf(backend, query)
      return await listEvents({ backend, tokens }, 'listEvents', { selection, options: query, call })
    },

    async countEvents({ query }) {
      return { value: await backend.countActionEvents(await selectionOf(backend, query), countsUpTo) }
    },

    async getCause({ params: { cause_id } }) {
      const message = await backend.messageOfCause(cause_id)
      if (message === undefined) throw refused('NotFound', 'No failure has this cause, or not any more.')
      return { value: { cause_id, message } }
    },

    async exportEvents({ query, body }, call) {
      const { order_by, ...selection } = body
      const options = { ...query, order_by }
      return { value: await makeEventExport(backend, await selectionOf(backend, selection), options, call) }
    },
  }
}
