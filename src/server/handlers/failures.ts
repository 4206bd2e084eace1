import type { failureRoutes } from '#contract/activity/failure-calls.ts'
import type { Backend } from '../backend.ts'
import { refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'

type FailureHandlers = Pick<Handlers, keyof typeof failureRoutes>

/** Why actions failed, and what has become of it. */
export function failureHandlers(_backend: Backend): FailureHandlers {
  const notYet = async () => {
    throw refused('FailedPrecondition', 'This is not built yet.')
  }
  return {
    listFailures: notYet,
    getFailure: notYet,
    listFailureIdentities: notYet,
    exportFailureIdentities: notYet,
    getEventFailure: notYet,
  }
}
