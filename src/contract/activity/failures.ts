import * as z from 'zod/mini'
import { ListQuery } from '../envelopes.ts'
import { emptyIsAbsent, safeText } from '../text.ts'
import { ActionEventRef } from './action-event.ts'
import { ValueCount } from './event-summary.ts'

/**
 * What has become of a failure, for one identity at one place (policy, workflow and action), by what completed since its last
 * event of the cause: FIXED, a real run completed later and nothing failed after it; BROKEN_AGAIN, something did; else RUNNING_AGAIN,
 * ABANDONED or STILL_BROKEN. UNKNOWN_ORDER where a time that would tell is missing, or is the same as another.
 */
export const failureOutcomes = [
  'STILL_BROKEN',
  'BROKEN_AGAIN',
  'RUNNING_AGAIN',
  'ABANDONED',
  'UNKNOWN_ORDER',
  'FIXED',
] as const
export type FailureOutcome = (typeof failureOutcomes)[number]

/** Which failures: failed events that the documented filter matches (its state clause, if any, is applied too). */
export const FailuresQuery = z.strictObject({ filter: ListQuery.shape.filter })

/** One cause of the board. */
export const CauseRef = z.strictObject({
  cause_id: safeText(64, 'the cause, as `cause_id` of a failure has it'),
})

/**
 * Failed events of one cause that match: their message, with marks (`⟨name⟩`) where they differ; how many events and identities,
 * between when (RFC 3339 in UTC; null where none has a time); what has become of them, each identity at each place once; the
 * workflows and actions of most events, and how many there are; and their events in bars of equal width.
 */
export const FailureCause = z.looseObject({
  cause_id: z.string(),
  message: z.string(),
  events: z.number(),
  identities: z.number(),
  first_at: z.nullable(z.string()),
  last_at: z.nullable(z.string()),
  became: z.array(z.looseObject({ of: z.string(), places: z.number() })),
  workflows: z.array(ValueCount),
  workflow_count: z.number(),
  actions: z.array(ValueCount),
  action_count: z.number(),
  bars: z.array(z.looseObject({ at: z.string(), count: z.number() })),
})
export type FailureCause = z.output<typeof FailureCause>

/**
 * The causes of the failed events that match, those of most events first; `events` are the failed events in all, `unsorted` those of
 * them whose cause is not known yet (a job finds it within seconds). All bars are `bar_seconds` wide.
 */
export const FailureBoard = z.looseObject({
  events: z.number(),
  unsorted: z.number(),
  bar_seconds: z.number(),
  causes: z.array(FailureCause),
})
export type FailureBoard = z.output<typeof FailureBoard>

/**
 * One cause, with the workflows, actions and policies of most events, and how many of each there are; `unsorted` are the failed
 * events that match whose cause is not known yet: some may be of this one.
 */
export const FailureDetails = z.looseObject({
  bar_seconds: z.number(),
  unsorted: z.number(),
  cause: FailureCause,
  policies: z.array(z.looseObject({ value: z.string(), label: z.string(), count: z.number() })),
  policy_count: z.number(),
})
export type FailureDetails = z.output<typeof FailureDetails>

/** An event that is told of beside a failure; `at` is when it completed, else started. */
const OtherEvent = z.looseObject({
  policy_task: z.string(),
  action_name: z.string(),
  state: z.string(),
  at: z.nullable(z.string()),
})

/**
 * An identity at one place (policy, workflow and action) where the cause struck it: how often, its last event of the cause, what has
 * become of it, and by which event (null where none is meant); `by_cause` is what it broke of again, `by_message` its message.
 */
export const FailureIdentity = z.looseObject({
  identity_type: z.string(),
  identity_id: z.string(),
  identity_name: z.string(),
  policy_id: z.string(),
  policy_name: z.string(),
  workflow_name: z.string(),
  action_name: z.string(),
  events: z.number(),
  last: OtherEvent,
  became: z.string(),
  by: z.nullable(OtherEvent),
  by_cause: z.nullable(z.string()),
  by_message: z.nullable(z.string()),
})
export type FailureIdentity = z.output<typeof FailureIdentity>

const became = emptyIsAbsent(
  z
    .enum(failureOutcomes, { error: `must be one of ${failureOutcomes.join(', ')}` })
    .check(z.describe('Only identities of which this has become.')),
)

/** The identities of a cause, in pages; those of the newest failures first. */
export const FailureIdentitiesQuery = z.strictObject({
  filter: ListQuery.shape.filter,
  became,
  page_size: ListQuery.shape.page_size,
  page_token: ListQuery.shape.page_token,
})

/** What is exported of them. */
export const FailureIdentitiesBody = z.strictObject({ filter: ListQuery.shape.filter, became })

/**
 * What is known of the failure of one event: its cause, how many events have it, and what has become of it for its identity;
 * `unsorted` are the failed events of the log whose cause is not known yet.
 */
export const EventFailure = z.looseObject({
  cause_id: z.nullable(z.string()),
  message: z.nullable(z.string()),
  events: z.number(),
  unsorted: z.number(),
  identity: z.nullable(FailureIdentity),
})
export type EventFailure = z.output<typeof EventFailure>

/** The event that a failure is asked of. */
export const EventFailureRef = ActionEventRef
