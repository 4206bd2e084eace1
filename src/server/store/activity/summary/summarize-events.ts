import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { EventSummary, ValueCount } from '#contract/activity/event-summary.ts'
import type { Filter } from '#scim/ast.ts'
import type { EventSelection } from '../../../event-selection.ts'
import type { Schema } from '../../database/schema.ts'
import { compilerOf } from '../action-event-filter.ts'
import { allOf, besidesFilter } from '../selection-sql.ts'
import { firstBarAt } from '#contract/activity/bar-widths.ts'
import { barWidth, narrowerRange, type TimeRange } from './bar-width.ts'
import { countWhatFits } from './count-what-fits.ts'
import { byEvents, byHours, type EventCounts } from './counted-events.ts'
import { type CountedSpan, textOf } from './counted-span.ts'
import { ownClauses } from './own-clauses.ts'
import type { CountingLimits } from './within-limits.ts'
import { timeBounds } from './time-bounds.ts'

type Sql = RawBuilder<unknown>
/** One count of the answer; `bar` is null for events that have not started, and for values of a field. */
type CountRow = ValueCount & { readonly of: 'time' | 'state' | 'action_type'; readonly bar: number | null }
/** What the filter says of states and types alone. */
type OwnConditions = { readonly state: Sql; readonly action_type: Sql }

/**
 * Counts the events that are meant by time and state, by state and by type, or the newest of them (`countWhatFits`). A text in
 * messages is searched for in the states that the filter names, so then states are counted within these.
 */
export async function summarizeEvents(
  db: Kysely<Schema>,
  selection: EventSelection,
  limits: CountingLimits,
): Promise<EventSummary> {
  const { filter, cause, message } = selection
  const clauses = ownClauses(filter, message === undefined ? ['state', 'action_type'] : ['action_type'])
  const compile = filter && (await compilerOf(db, filter))
  const all = (parts: readonly Filter[]) => allOf(compile ? parts.map(compile) : [])
  const own = { state: all(clauses.of('state')), action_type: all(clauses.of('action_type')) }
  const bounds = cause === undefined && message === undefined ? timeBounds(clauses.others) : undefined
  return await countWhatFits(db, limits, filter, async (trx, span) => {
    if (bounds && span.covers.whole) return await inBars(trx, own, byHours(bounds), span)
    const condition = allOf([all(clauses.others), ...besidesFilter(selection), span.condition])
    return await inBars(trx, own, byEvents(condition), span)
  })
}

/** Counts in bars, and once more in narrower ones where the events lie closer together than was known before. */
async function inBars(
  db: Kysely<Schema>,
  own: OwnConditions,
  events: EventCounts,
  span: CountedSpan,
): Promise<EventSummary> {
  const width = barWidth(span.range)
  const { rows } = await counts(own, events(width)).execute(db)
  const range = narrowerRange(span.range, span.bounded, usedRange(rows, width))
  if (range) return await inBars(db, own, events, { ...span, range })
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
 * All counts by one reading: events are grouped without regard to what the filter says of state and type alone, and of these groups
 * each count takes those that it is about.
 */
function counts({ state, action_type }: OwnConditions, events: Sql): RawBuilder<CountRow> {
  return sql`WITH grouped AS MATERIALIZED (${events})
    SELECT 'time' AS of, bar, state AS value, sum(events)::integer AS count FROM grouped
      WHERE ${state} AND ${action_type} GROUP BY bar, state
    UNION ALL SELECT 'state', NULL, state, sum(events)::integer FROM grouped WHERE ${action_type} GROUP BY state
    UNION ALL SELECT 'action_type', NULL, action_type, sum(events)::integer FROM grouped WHERE ${state} GROUP BY action_type
    ORDER BY count DESC, value`
}
