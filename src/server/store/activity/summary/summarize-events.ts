import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { EventSummary, ValueCount } from '#contract/activity/event-summary.ts'
import type { Filter } from '#scim/ast.ts'
import type { EventSelection } from '../../../event-selection.ts'
import { noTime, type Schema } from '../../database/schema.ts'
import { compilerOf } from '../action-event-filter.ts'
import { besidesFilter } from '../selection-sql.ts'
import { barWidth, firstBarAt, narrowerRange, type TimeRange } from './bar-width.ts'
import { countWhatFits, countingMs } from './count-what-fits.ts'
import { type CountedSpan, countedSpan, textOf } from './counted-span.ts'
import { ownClauses } from './own-clauses.ts'

type Sql = RawBuilder<unknown>
/** One count of the answer; `bar` is null for events that have not started, and for values of a field. */
type CountRow = ValueCount & { readonly of: 'time' | 'state' | 'action_type'; readonly bar: number | null }
/** What is to hold of the events: of their states, of their types, and of everything else. */
type Conditions = { readonly state: Sql; readonly action_type: Sql; readonly others: Sql }

/** Counts the events that match by time and state, by state and by type, or the newest of them (`countWhatFits`). */
export async function summarizeEvents(
  db: Kysely<Schema>,
  selection: EventSelection,
  ms = countingMs,
): Promise<EventSummary> {
  const { filter } = selection
  const clauses = ownClauses(filter, ['state', 'action_type'])
  const compile = filter && (await compilerOf(db, filter))
  const all = (parts: readonly Filter[]) => allOf(compile ? parts.map(compile) : [])
  return await countWhatFits(db, ms, async (trx, newestDays) => {
    const span = await countedSpan(trx, filter, newestDays)
    const others = allOf([all(clauses.others), ...besidesFilter(selection), span.condition])
    const conditions = {
      state: all(clauses.of('state')),
      action_type: all(clauses.of('action_type')),
      others,
    }
    return await inBars(trx, conditions, span)
  })
}

/** Counts in bars, and once more in narrower ones where the events lie closer together than was known before. */
async function inBars(db: Kysely<Schema>, conditions: Conditions, span: CountedSpan): Promise<EventSummary> {
  const width = barWidth(span.range)
  const { rows } = await counts(conditions, width).execute(db)
  const range = narrowerRange(span.range, span.bounded, usedRange(rows, width))
  if (range) return await inBars(db, conditions, { ...span, range })
  const valuesOf = (of: CountRow['of'], bar: number | null = null): ValueCount[] =>
    rows.flatMap((row) => (row.of === of && row.bar === bar ? [{ value: row.value, count: row.count }] : []))
  const bars = [...new Set(rows.flatMap(({ bar }) => (bar === null ? [] : [bar])))].toSorted((a, b) => a - b)
  return {
    covers: span.covers,
    bar_seconds: width,
    bars: bars.map((bar) => ({ at: textOf(firstBarAt + bar * width), states: valuesOf('time', bar) })),
    untimed: valuesOf('time'),
    state: valuesOf('state'),
    action_type: valuesOf('action_type'),
  }
}

function usedRange(rows: readonly CountRow[], width: number): TimeRange | undefined {
  const bars = rows.flatMap(({ bar }) => (bar === null ? [] : [bar]))
  if (bars.length === 0) return undefined
  const startOf = (bar: number) => firstBarAt + bar * width
  return { from: startOf(Math.min(...bars)), to: startOf(Math.max(...bars) + 1) - 1 }
}

/**
 * All counts by one reading of the events: they are grouped without regard to what the filter says of state and type alone, and of
 * these groups each count takes those that it is about.
 */
function counts({ state, action_type, others }: Conditions, width: number): RawBuilder<CountRow> {
  const none = sql`${sql.lit(noTime)}::bigint`
  // Whole seconds, rounded down before 1970 too.
  const seconds = sql`CASE WHEN started_ns < 0 THEN (started_ns + 1) / 1000000000 - 1 ELSE started_ns / 1000000000 END`
  const bar = sql`CASE WHEN started_ns < ${none} THEN (${seconds} - ${sql.lit(firstBarAt)}) / ${sql.lit(width)} END`
  return sql`WITH grouped AS MATERIALIZED (
      SELECT (${bar})::integer AS bar, state, action_type, count(*) AS events FROM action_event WHERE ${others} GROUP BY 1, 2, 3)
    SELECT 'time' AS of, bar, state AS value, sum(events)::integer AS count FROM grouped
      WHERE ${state} AND ${action_type} GROUP BY bar, state
    UNION ALL SELECT 'state', NULL, state, sum(events)::integer FROM grouped WHERE ${action_type} GROUP BY state
    UNION ALL SELECT 'action_type', NULL, action_type, sum(events)::integer FROM grouped WHERE ${state} GROUP BY action_type
    ORDER BY count DESC, value`
}

function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length > 0 ? sql`(${sql.join(conditions, sql` AND `)})` : sql`true`
}
