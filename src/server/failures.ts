import type { ActionEventRef } from '#contract/activity/action-event.ts'
import type {
  EventFailure,
  FailureBoard,
  FailureDetails,
  FailureIdentity,
  FailureOutcome,
} from '#contract/activity/failures.ts'
import type { Filter } from '#scim/ast.ts'
import type { Page, Position } from './backend.ts'
import { type Refused, refused } from './refused.ts'

/** Failed events that match (checked and in canonical form; undefined means all), and of these one cause alone. */
export type FailuresOfCause = { readonly filter: Filter | undefined; readonly cause: string }

/** The identities of a cause, and where their list goes on. */
export type FailureIdentityList = FailuresOfCause & {
  readonly became: FailureOutcome | undefined
  readonly limit: number
  readonly after: Position | undefined
}

/** Why events failed, and what has become of it. */
export type Failures = {
  list(filter: Filter | undefined): Promise<FailureBoard>
  /** Undefined where no event has the cause. One of which no event matches has no events. */
  get(wanted: FailuresOfCause): Promise<FailureDetails | undefined>
  /** Undefined where no event has the cause. */
  listIdentities(list: FailureIdentityList): Promise<Page<FailureIdentity> | undefined>
  /** Undefined where there is no such event; one that has not failed has no cause. */
  ofEvent(ref: ActionEventRef): Promise<EventFailure | undefined>
}

/** The refusal where no event has a cause. */
export function noSuchCause(): Refused {
  return refused(
    'NotFound',
    'No failed event has this cause. Causes get other ids when the rules change by which messages are compared: look for it among all causes.',
  )
}
