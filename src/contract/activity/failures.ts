import * as z from 'zod/mini'

/**
 * What has become of a failure, for one identity at one place (policy, workflow and action), by what completed since its last
 * event of the cause: FIXED, a real run completed later and nothing failed after it; BROKEN_AGAIN, something did; else RUNNING_AGAIN,
 * ABANDONED or STILL_BROKEN. UNKNOWN_ORDER where a time that would tell is missing, or is the same as another.
 */
export const failureOutcomes = [
  'FIXED',
  'BROKEN_AGAIN',
  'RUNNING_AGAIN',
  'ABANDONED',
  'STILL_BROKEN',
  'UNKNOWN_ORDER',
] as const
export type FailureOutcome = (typeof failureOutcomes)[number]

/**
 * Failed events of one cause: their message, with marks (`⟨name⟩`) where they differ; how many events and identities, between when
 * (RFC 3339 in UTC; null where none has a time); and what has become of them, each identity at each place once.
 */
export const FailureCause = z.looseObject({
  cause_id: z.string(),
  message: z.string(),
  events: z.number(),
  identities: z.number(),
  first_at: z.nullable(z.string()),
  last_at: z.nullable(z.string()),
  became: z.array(z.looseObject({ of: z.string(), places: z.number() })),
})
export type FailureCause = z.output<typeof FailureCause>
