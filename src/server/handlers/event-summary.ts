import type { Backend } from '../backend.ts'
import type { Handlers } from './handlers.ts'
import { selectionOf } from './read-selection.ts'

type EventSummaryHandlers = Pick<Handlers, 'summarizeEvents' | 'countEventValues'>

/** What is counted of all action events that match. */
export function eventSummaryHandlers(backend: Backend): EventSummaryHandlers {
  return {
    async summarizeEvents({ query }, { signal }) {
      return { value: await backend.summarizeActionEvents(await selectionOf(backend, query), signal) }
    },

    async countEventValues({ query: { field, holds, ...query } }, { signal }) {
      return {
        value: await backend.countActionEventValues(
          await selectionOf(backend, query),
          { field, holds },
          signal,
        ),
      }
    },
  }
}
