import { type RawBuilder, sql } from 'kysely'
import { noTime } from '../../database/schema.ts'
import { firstBarAt } from '#contract/activity/bar-widths.ts'
import { type TimeBounds, wholeHours } from './time-bounds.ts'

type Sql = RawBuilder<unknown>

/** What a summary is made of: rows with `bar` (null where an event has not started), `state`, `action_type` and how many `events`. */
export type EventCounts = (width: number) => Sql

const none = sql`${sql.lit(noTime)}::bigint`

/** The bar, of a width in seconds, in which a second lies. */
export function barOf(seconds: Sql, width: Sql): Sql {
  return sql`((${seconds} - ${sql.lit(firstBarAt)}) / ${width})::integer`
}

/** When an event started, in whole seconds, rounded down before 1970 too. */
export const startedSeconds: Sql = sql`CASE WHEN started_ns < 0 THEN (started_ns + 1) / 1000000000 - 1 ELSE started_ns / 1000000000 END`

/** Counts the events that a condition holds of. */
export function byEvents(condition: Sql): EventCounts {
  return (
    width,
  ) => sql`SELECT CASE WHEN started_ns < ${none} THEN ${barOf(startedSeconds, sql.lit(width))} END AS bar,
    state, action_type, count(*)::integer AS events FROM action_event WHERE ${condition} GROUP BY 1, 2, 3`
}

/**
 * Counts the events of a range by the counts of its hours (`event_hour`), and by the events themselves before the first and after the
 * last whole hour. Bars of less than an hour, and ranges without a whole one, are counted by the events.
 */
export function byHours(bounds: TimeBounds): EventCounts {
  const whole = wholeHours(bounds)
  return (width) => {
    if (!whole || width % 3600 !== 0) return byEvents(between(sql`started_ns`, bounds, none))(width)
    const bar = sql`CASE WHEN hour < 2147483647 THEN ${barOf(sql`hour * 3600::bigint`, sql.lit(width))} END`
    const hours = sql`SELECT ${bar} AS bar, state, action_type, sum(events)::integer AS events FROM event_hour
      WHERE events > 0 AND ${between(sql`hour`, whole.hours, sql`2147483647`)} GROUP BY 1, 2, 3`
    const edges = whole.edges.map((edge) => byEvents(between(sql`started_ns`, edge, none))(width))
    return sql.join([hours, ...edges], sql` UNION ALL `)
  }
}

/** What has not started has the largest number (`unstarted`), and is within no range that has an end. */
function between(name: Sql, { from, to }: TimeBounds, unstarted: Sql): Sql {
  if (from === undefined && to === undefined) return sql`true`
  const least = from === undefined ? sql`` : sql`${name} >= ${sql.lit(String(from))}::bigint AND`
  const end = to === undefined ? unstarted : sql`${sql.lit(String(to))}::bigint`
  return sql`(${least} ${name} < ${end})`
}
