import * as z from 'zod/mini'
import { emptyIsAbsent, safeText } from '../text.ts'
import { EventQuery } from './event-queries.ts'

/** How often a value stands among the events that are counted. */
export const ValueCount = z.looseObject({ value: z.string(), count: z.number() })
export type ValueCount = z.output<typeof ValueCount>

/**
 * What is counted: all that match (`whole`), or, where that takes too long, those that started at `from` (RFC 3339 in UTC) or later;
 * `from` is null where the whole is counted. Every count of the answer is exact for this span, in which nothing is that has not started.
 */
export const Covered = z.looseObject({ whole: z.boolean(), from: z.nullable(z.string()) })
export type Covered = z.output<typeof Covered>

/**
 * The events that match, in bars of equal width from `at` (RFC 3339 in UTC) on, by the time when they started; bars without an event
 * are left out. `untimed` have not started. Together they are all that match. Bars begin where UTC's minutes, hours and days do, those
 * of 7 days on Mondays. State and type are counted without what the filter says of the same field: conditions of its outermost `and`, or
 * the whole filter, that name this field and no other. A condition that names others beside it stays, and so do those on the state
 * where `message` is searched for. Values of most events come first.
 */
export const EventSummary = z.looseObject({
  covers: Covered,
  bar_seconds: z.number(),
  bars: z.array(z.looseObject({ at: z.string(), states: z.array(ValueCount) })),
  untimed: z.array(ValueCount),
  state: z.array(ValueCount),
  action_type: z.array(ValueCount),
})
export type EventSummary = z.output<typeof EventSummary>

/** The fields whose values are counted when their control opens. */
export const countedFields = ['workflow_name', 'policy_id', 'identity_name', 'action_name'] as const
export type CountedField = (typeof countedFields)[number]

/** So many values of a field are counted one by one, those of most events. */
export const countedValues = 20

/** Which field's values are counted, without what the filter says of it alone (as for `state` in a summary). */
export const EventValuesQuery = z.strictObject({
  ...EventQuery.shape,
  field: z
    .enum(countedFields, { error: `must be one of ${countedFields.join(', ')}` })
    .check(z.describe('The field whose values are counted.')),
  holds: emptyIsAbsent(safeText(256, 'Values that hold this text alone, in upper or lower case.')),
})

/**
 * The values of most events, and their labels: of a policy its newest name, of others the value. Names of which the filter does not tell
 * upper and lower case apart are one value, as the newest event writes it; the empty value is one too. `others` is how many values follow.
 */
export const EventValues = z.looseObject({
  covers: Covered,
  values: z.array(z.looseObject({ value: z.string(), label: z.string(), count: z.number() })),
  others: z.number(),
})
export type EventValues = z.output<typeof EventValues>
