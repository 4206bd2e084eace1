import * as z from 'zod/mini'
import { safeText } from '../../text.ts'
import { WorkflowUser } from '../../people.ts'

const Rows = z.int().check(z.nonnegative())

/**
 * What the due time would do to the rows of a certification that are not signed off: their number (`open`), those of them
 * without a decision, and those that stay rejected or fixed whatever the rule. Under AUTO_REJECT_INCOMPLETE_RESULTS all are
 * signed off and all but the settled are rejected; under DO_NOTHING they stay as they are.
 */
const ending = {
  behavior: z.string(),
  open: Rows,
  undecided: Rows,
  settled: Rows,
}

/** What ending a certification now would come to. `version` is that of the certification. */
export const Ending = z.looseObject({ ...ending, version: z.number() })
export type Ending = z.output<typeof Ending>

/** What whoever ends a certification has seen that it comes to. */
const SeenEnding = z.strictObject({ ...ending, behavior: safeText(100, 'the rule that was seen') })
export type SeenEnding = z.output<typeof SeenEnding>

/** The body of ending a certification: why, and what was seen that it comes to; nothing is ended where that is not so any more. */
export const EndInput = z.strictObject({
  reason: safeText(2000, 'Why it ends now; kept in the log.'),
  seen: SeenEnding,
})
export type EndInput = z.output<typeof EndInput>

/** Whether two endings come to the same. */
export function sameEnding(seen: SeenEnding, other: SeenEnding): boolean {
  return (
    seen.behavior === other.behavior &&
    seen.open === other.open &&
    seen.undecided === other.undecided &&
    seen.settled === other.settled
  )
}

/**
 * What was done to a certification as a whole that it does not say itself: `ENDED`, its due date was moved to the moment of the
 * press. Times are RFC 3339 in UTC.
 */
export const CertificationLogEntry = z.looseObject({
  action: z.string(),
  user: WorkflowUser,
  time: z.string(),
  via: z._default(z.string(), 'session'),
  reason: z._default(z.string(), ''),
  old_due_date: z._default(z.nullable(z.string()), null),
  new_due_date: z._default(z.nullable(z.string()), null),
})
export type CertificationLogEntry = z.output<typeof CertificationLogEntry>

/**
 * A person who reviews rows of a certification: how many rows, how many of them are not signed off, how many have no decision,
 * and when they last did something to any row of it; null where they never did.
 */
export const ReviewerStanding = z.looseObject({
  reviewer: WorkflowUser,
  rows: z.number(),
  open_rows: z.number(),
  to_decide: z.number(),
  last_activity_at: z.nullable(z.string()),
})
export type ReviewerStanding = z.output<typeof ReviewerStanding>
