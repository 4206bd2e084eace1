import type { eventNewsRoutes } from '#contract/activity/event-news.ts'
import { maxSortedEvents } from '#contract/fields.ts'
import type { Backend } from '../backend.ts'
import { countsUpTo } from './action-events.ts'
import type { Handlers } from './handlers.ts'
import { selectionOf } from './read-selection.ts'

/** What lists of action events ask for once their rows stand: what is new, and whether they can be sorted by any column. */
export function eventNewsHandlers(backend: Backend): Pick<Handlers, keyof typeof eventNewsRoutes> {
  return {
    watchEvents: async () => (emit, signal) => backend.watchEvents(emit, signal),

    async countNewEvents({ query }) {
      const { since, seen = since, ...selected } = query
      const selection = await selectionOf(backend, selected)
      return { value: await backend.countNewEvents(selection, { since, seen, most: countsUpTo }) }
    },

    async countSortableEvents({ query }) {
      const selection = await selectionOf(backend, query)
      return { value: await backend.countActionEvents(selection, maxSortedEvents) }
    },
  }
}
