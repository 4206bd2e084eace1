import * as z from 'zod/mini'
import { WorkflowUser, WorkflowUserInput } from '../people.ts'
import { DecisionInput, NotificationStatusInput, SignedOffInput } from './review-enums.ts'
import { linesProblem, optionalText } from '../text.ts'
import { ReviewerAssignment } from './workflow.ts'

const Time = z._default(z.nullable(z.string()), null)
const User = z._default(z.nullable(WorkflowUser), null)

/**
 * An entity of a row (seed, "ResultNode"): its properties stand both in `properties` and beside `type`, `id` and
 * `name`, where they do not hide those (design, section 9).
 */
export const ResultNode = z.looseObject({
  type: z.string(),
  id: z.string(),
  name: z._default(z.string(), ''),
  properties: z._default(z.looseObject({}), {}),
})
export type ResultNode = z.output<typeof ResultNode>

/** One entry of a row's action log (seed, "ActionLog"). `time` is RFC 3339 in UTC with nanoseconds. */
export const ActionLogEntry = z.looseObject({
  action: z.string(),
  user: WorkflowUser,
  time: z.string(),
  note: z.optional(z.string()),
  reviewer_detail: z.optional(
    z.looseObject({ old_reviewers: z.array(WorkflowUser), new_reviewers: z.array(WorkflowUser) }),
  ),
  decision_detail: z.optional(z.looseObject({ decision: z.string(), note: z._default(z.string(), '') })),
})
export type ActionLogEntry = z.output<typeof ActionLogEntry>

/**
 * A log entry with what our own call adds: `seq`, its number in the log of its row, from 1, and more actions than the
 * documented three.
 */
export const HistoryEntry = z.looseObject({
  ...ActionLogEntry.shape,
  seq: z.number(),
  via: z._default(z.string(), 'session'),
  reason: z.optional(z.string()),
  /** True where who decided or signed off was not a reviewer of the row then. */
  by_other: z.optional(z.boolean()),
  /** The change of many rows of which this was a part, by its random id. */
  in_bulk: z.optional(z.string()),
})
export type HistoryEntry = z.output<typeof HistoryEntry>

/** `[…]`, or `{entries: […]}` as the seed's sample has it. */
const ActionLog = z.pipe(
  z.union([z.array(ActionLogEntry), z.looseObject({ entries: z.array(ActionLogEntry) })]),
  z.transform((log) => (Array.isArray(log) ? log : log.entries)),
)

/** What an integration last reported about a row. */
export const NotificationInfo = z.looseObject({
  notification_type: z._default(z.string(), 'WEBHOOK'),
  webhook_type: z._default(z.string(), 'GENERIC'),
  status: z._default(z.string(), 'UNKNOWN'),
  error_message: z._default(z.string(), ''),
  updated_at: Time,
})
export type NotificationInfo = z.output<typeof NotificationInfo>

/**
 * One row of a certification (seed, "Result Properties"): who (source) may do what on which resource (destination),
 * perhaps by way of a waypoint. `version` counts its changes and is its ETag.
 */
export const Result = z.looseObject({
  result_id: z.number(),
  source: ResultNode,
  destination: ResultNode,
  waypoint: z._default(z.nullable(ResultNode), null),
  accumulated_effective_permissions: z._default(z.array(z.string()), []),
  accumulated_raw_permissions: z._default(z.array(z.string()), []),
  action_log_entries: z._default(ActionLog, []),
  decision: z.string(),
  notes: z._default(z.string(), ''),
  notification_response_infos: z._default(z.array(NotificationInfo), []),
  notification_status: z._default(z.string(), 'UNKNOWN'),
  reviewers: z._default(z.array(WorkflowUser), []),
  reviewer_assignment: z._default(z.nullable(ReviewerAssignment), null),
  signed_off_at: Time,
  signed_off_by: User,
  signed_off_state: z.string(),
  updated_at: Time,
  updated_by: User,
  version: z._default(z.number(), 0),
})
export type Result = z.output<typeof Result>

const ResultId = z
  .int({ error: 'must be a whole number' })
  .check(z.minimum(0, 'must not be negative'), z.maximum(2_147_483_647, 'is too large'))
const maxNoteLength = 10_000
const Notes = optionalText(
  maxNoteLength,
  'Replaces the note; one blank clears it; an empty text counts as absent.',
)

/** Why a text cannot be a row's note, in words that follow "The note"; undefined when it can. */
export function noteProblem(text: string): string | undefined {
  return linesProblem(text, maxNoteLength)
}

const Reviewers = z.array(WorkflowUserInput).check(z.maxLength(100, 'takes at most 100 people'))

/** The body of an update (veza-api B.7). Absent keys stay as they are; an unknown key is refused. */
export const ResultChange = z.strictObject({
  result_id: ResultId,
  decision: z.optional(DecisionInput),
  notes: z.optional(Notes),
  signed_off_state: z.optional(SignedOffInput),
  reviewers: z.optional(Reviewers),
})
export type ResultChange = z.output<typeof ResultChange>

/** The body of a forced update (veza-api B.8). `reason` is ours, and is written into the log. */
export const ForcedChange = z.strictObject({
  ...ResultChange.shape,
  notification_status: z.optional(NotificationStatusInput),
  reason: z.optional(Notes),
})
export type ForcedChange = z.output<typeof ForcedChange>

const bytes = (text: string) => new TextEncoder().encode(text).length

/** The body of an integration's report (veza-api B.10). Its row id is a number, or the same as text. */
export const WebhookInfo = z.strictObject({
  result_id: z.pipe(
    z.union([z.string().check(z.regex(/^\d{1,9}$/, 'must be a whole number')), ResultId]),
    z.transform(Number),
  ),
  notification_status: NotificationStatusInput,
  webhook_info: z._default(
    optionalText(255, 'what happened').check(
      z.refine((text) => bytes(text) <= 255, 'is longer than 255 bytes'),
    ),
    '',
  ),
})
export type WebhookInfo = z.output<typeof WebhookInfo>

/** A reviewer's share of a certification; the vendor writes these counters as text (int64). */
export const ReviewerInfo = z.looseObject({
  reviewer: WorkflowUser,
  row_stats: z.looseObject({
    total: z.string(),
    no_decision: z.string(),
    accepted: z.string(),
    rejected: z.string(),
    fixed: z.string(),
    signed_off: z.string(),
  }),
})
export type ReviewerInfo = z.output<typeof ReviewerInfo>

/**
 * One event of a certification's stream: rows have changed, one or many together. Carries their ids and new versions, and who
 * changed each; of rows that the reader saw and sees no more, because somebody else has them now, the ids alone.
 */
export const RowsEvent = z.looseObject({
  certification_id: z.string(),
  rows: z.array(
    z.looseObject({ result_id: z.number(), version: z.number(), by: z._default(z.string(), '') }),
  ),
  gone: z._default(z.array(z.number()), []),
})
export type RowsEvent = z.output<typeof RowsEvent>
