import * as z from 'zod/mini'
import { WorkflowUser } from '../people.ts'
import { optionalText, safeText } from '../text.ts'
import { ResultChange } from './result.ts'

/** The most rows that one bulk change takes. */
export const maxBulkRows = 100_000
/** The most characters of `chosen_as`. */
export const maxChosenAs = 300
/** For so long what a preview shows can be run. */
export const previewMinutes = 30

/** The greatest id of a row. */
const maxId = 2_147_483_647

const Runs = z.array(z.int().check(z.minimum(0), z.maximum(maxId))).check(
  z.maxLength(2 * maxBulkRows),
  z.refine((runs) => runs.length % 2 === 0, 'holds pairs: a first id, and how many follow from it'),
  z.refine(
    (runs) => runs.every((first, at) => at % 2 === 1 || first + (runs[at + 1] ?? 0) - 1 <= maxId),
    `names ids beyond ${maxId}`,
  ),
)

const OnePerson = z.strictObject({
  user_type: safeText(255, 'SSO entity type or `localCookieUser`'),
  id: safeText(255, 'the id of the person under that type'),
})

const FilterText = optionalText(20_000, 'A SCIM filter.')

/**
 * Which rows a bulk change is of: those that the filters find (absent: all), or those with these ids, in both cases without
 * those of `except`; of them only the rows that are assigned to `assigned_to`, where that is given. Ids stand as in `Positions`,
 * in runs. `include_others` takes in rows that are assigned to others alone,
 * for who runs the certification; else they are left out. `unchanged_access` leaves out all but rows whose access is the same as
 * last time and was accepted by somebody then; it goes with an acceptance alone. `chosen_as` changes nothing: it is what the
 * caller calls these rows, kept for the receipt.
 */
export const BulkChoice = z.strictObject({
  filter: z.optional(FilterText),
  mutable_filter: z.optional(FilterText),
  last_time_filter: z.optional(FilterText),
  assigned_to: z.optional(OnePerson),
  unchanged_access: z.optional(z.boolean()),
  runs: z.optional(Runs),
  except: z.optional(Runs),
  include_others: z.optional(z.boolean()),
  chosen_as: z.optional(
    safeText(maxChosenAs, 'What the caller calls these rows; shown in the receipt as its words.'),
  ),
})
export type BulkChoice = z.output<typeof BulkChoice>

const { result_id: _one, ...ofManyRows } = ResultChange.shape
/**
 * What is done to each row: one of a decision with or without its note, a note, reviewers, a sign-off. With `replaces` the
 * reviewers take the place of that person, and the other reviewers of a row stay.
 */
export const BulkChange = z.strictObject({ ...ofManyRows, replaces: z.optional(OnePerson) })
export type BulkChange = z.output<typeof BulkChange>

/** The body of a preview. Rows that have a decision are left out of another one unless `also_decided` says otherwise. */
export const BulkInput = z.strictObject({
  choice: BulkChoice,
  change: BulkChange,
  also_decided: z.optional(z.boolean()),
  reason: z.optional(safeText(2000, 'Why rows of others are decided.')),
})
export type BulkInput = z.output<typeof BulkInput>

/**
 * Why a row is left out of a bulk change (MAKER is who made it); the last three of an undo: somebody has changed the row
 * since, it would go back to somebody who may be given none, its review is over.
 */
export const leftOutReasons = [
  'ALREADY_SO',
  'DECIDED_BY_MAKER',
  'DECIDED_BY_OTHERS',
  'UNDECIDED',
  'SIGNED_OFF',
  'OWN_ACCESS',
  'NOT_UNCHANGED',
  'NOTE_NEEDED',
  'OF_OTHERS',
  'NOT_ALLOWED',
  'TOUCHED_SINCE',
  'REVIEWER_GONE',
  'TOO_LATE',
] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

/** What became of a row that was to be changed: `NOT_RUN` where the bulk change was cancelled before it. */
export const bulkOutcomes = ['DONE', 'CONFLICT', 'TOO_LATE', 'NOT_RUN'] as const
export type BulkOutcome = (typeof bulkOutcomes)[number]

/** What rows can be asked for by: an outcome, or none yet (those that a preview would change, a run still has to). */
export const bulkRowOutcomes = [...bulkOutcomes, 'WAITING'] as const

const counts = z.array(z.looseObject({ of: z.string(), rows: z.number() }))

/**
 * A bulk change: its preview, its progress and its receipt. `state` is PREVIEWED, RUNNING, DONE, CANCELLED, EXPIRED, or FAILED
 * where the server has given up: what was done stays, the rest is NOT_RUN. `total` = `to_change` + the rows of `left_out`; `to_change` = the
 * rows of `outcomes` + those that are still waiting. `undone_by` are the undos of it that were
 * started, oldest first, `done` the rows that each has put back. `others` of those to be changed are assigned to others alone. Times are
 * RFC 3339 in UTC.
 */
export const Bulk = z.looseObject({
  bulk_id: z.string(),
  certification_id: z.string(),
  state: z.string(),
  change: z.looseObject({}),
  choice: z.looseObject({}),
  also_decided: z.boolean(),
  reason: z.string(),
  undoes: z.nullable(z.string()),
  /** Who reviews the rows afterwards, with their delegates, of a change that gives them to others. */
  new_reviewers: z._default(z.nullable(z.array(WorkflowUser)), null),
  /** In whose place they come, of a change that leaves the other reviewers of a row; null also where none of its rows is theirs. */
  replaced: z._default(z.nullable(WorkflowUser), null),
  undone_by: z.array(
    z.looseObject({
      bulk_id: z.string(),
      state: z.string(),
      made_by: WorkflowUser,
      started_at: z.string(),
      done: z.number(),
    }),
  ),
  made_by: WorkflowUser,
  created_at: z.string(),
  expires_at: z.string(),
  started_at: z.nullable(z.string()),
  ended_at: z.nullable(z.string()),
  total: z.number(),
  to_change: z.number(),
  others: z.number(),
  /** Of those to be changed how many have another note than this change writes, which takes its place. */
  replaced_notes: z._default(z.number(), 0),
  decisions: counts,
  left_out: counts,
  outcomes: counts,
})
export type Bulk = z.output<typeof Bulk>

/**
 * What has changed between a preview and the press on Run. `joined` and `gone` are rows that the choice would find now, or
 * no more; `changed` rows whose decision, note, reviewers or sign-off is another; `rules` says that the certification or its
 * settings are others, so that only a new preview helps. `unchanged` rows could be run as they are.
 */
export const BulkDifference = z.looseObject({
  rules: z.boolean(),
  joined: z.number(),
  gone: z.number(),
  changed: z.number(),
  unchanged: z.number(),
})
export type BulkDifference = z.output<typeof BulkDifference>

/**
 * One row of a bulk change: why it is left out, or what became of it; both null while it waits. `before` is as in the preview.
 * Types and ids are '' of a row without a waypoint.
 */
export const BulkRow = z.looseObject({
  result_id: z.number(),
  source_name: z.string(),
  source_type: z._default(z.string(), ''),
  source_id: z._default(z.string(), ''),
  waypoint_name: z.string(),
  waypoint_type: z._default(z.string(), ''),
  waypoint_id: z._default(z.string(), ''),
  destination_name: z.string(),
  destination_type: z._default(z.string(), ''),
  destination_id: z._default(z.string(), ''),
  before: z.looseObject({ decision: z.string(), notes: z.string(), signed_off: z.boolean() }),
  /** Assigned to others alone when the preview was made. */
  others: z.boolean(),
  left_out: z.nullable(z.string()),
  outcome: z.nullable(z.string()),
})
export type BulkRow = z.output<typeof BulkRow>

/** The body of a run; `unchanged_only` runs it for the rows that are as they were in the preview. */
export const BulkRun = z.strictObject({ unchanged_only: z.optional(z.boolean()) })
