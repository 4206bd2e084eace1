import type { Backend } from '../backend.ts'
import { refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'

type EventSummaryHandlers = Pick<Handlers, 'summarizeEvents' | 'countEventValues'>

/** What is counted of all action events that match. */
export function eventSummaryHandlers(_backend: Backend): EventSummaryHandlers {
  const notYet = async () => {
    throw refused('FailedPrecondition', 'This is not built yet.')
  }
  return { summarizeEvents: notYet, countEventValues: notYet }
}
