import type { Backend } from '../backend.ts'
import { refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'

type EventHandlers = Pick<Handlers, 'listEvents' | 'countEvents' | 'exportEvents'>

/** Action events of one cause, or whose message holds a text: what the documented filter cannot say. */
export function eventHandlers(_backend: Backend): EventHandlers {
  const notYet = async () => {
    throw refused('FailedPrecondition', 'This is not built yet.')
  }
  return { listEvents: notYet, countEvents: notYet, exportEvents: notYet }
}
