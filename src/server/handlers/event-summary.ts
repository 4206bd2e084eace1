import type { Backend } from '../backend.ts'
import { refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'
import { eventFilterOf } from './read-action-events.ts'

type EventSummaryHandlers = Pick<Handlers, 'summarizeEvents' | 'countEventValues'>

/** What is counted of all action events that match. */
export function eventSummaryHandlers(backend: Backend): EventSummaryHandlers {
  const eventsOf = async (query: {
    filter?: string | undefined
    cause?: string | undefined
    message?: string | undefined
  }) => {
    if (query.message !== undefined) throw refused('FailedPrecondition', 'This is not built yet.')
    return { filter: await eventFilterOf(backend, query.filter), cause: query.cause }
  }
  return {
    async summarizeEvents({ query }) {
      return { value: await backend.summarizeActionEvents(await eventsOf(query)) }
    },

    async countEventValues({ query: { field, holds, ...query } }) {
      return { value: await backend.countActionEventValues(await eventsOf(query), { field, holds }) }
    },
  }
}
