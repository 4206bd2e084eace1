import { type RawBuilder, sql } from 'kysely'
import type { Filter } from '#scim/ast.ts'
import { boundsOf } from '#scim/bounds.ts'
import { parseInstant } from '#std/instant.ts'
import { barWidths, firstBarAt } from '#contract/activity/bar-widths.ts'
import { barOf, startedSeconds } from '../summary/counted-events.ts'
import { started } from './outcome.ts'

type Sql = RawBuilder<unknown>

/** About so many bars cover a range, unless the widest cannot. */
const manyBars = 30

/**
 * Common tables of the events of each cause (`failed`, `spread`) in bars of one width (`bars`, `width`). The bars cover the range of
 * `started_at` that the filter states, and where it leaves an end open, they begin or end with the events.
 */
export function barsOfFailed(filter: Filter | undefined): Sql {
  const at = sql`bar::bigint * (SELECT seconds FROM width) + ${sql.lit(firstBarAt)}`
  return sql`width AS MATERIALIZED (SELECT ${barWidth(filter)} AS seconds FROM spread),
    bars AS (SELECT cause_id, json_agg(json_build_object('at', ${secondText(at)}, 'count', count) ORDER BY bar) AS list
      FROM (SELECT cause_id, ${barOf(startedSeconds, sql`(SELECT seconds FROM width)`)} AS bar, count(*)::integer AS count
        FROM failed WHERE ${started} IS NOT NULL GROUP BY 1, 2) AS counted GROUP BY cause_id)`
}

/** As an aggregate over `spread`. The differences of times that are stored are larger than such a time can be. */
function barWidth(filter: Filter | undefined): Sql {
  const { from, to } = filter ? boundsOf(filter, 'started_at') : { from: null, to: null }
  const end = (text: string | null, otherwise: Sql) => {
    const stated = text === null ? undefined : parseInstant(text)?.ns
    // Both are written: without an aggregate there would be a row for each of `spread`.
    return sql`coalesce(${stated?.toString() ?? null}::numeric, ${otherwise}::numeric)`
  }
  const range = sql`(${end(to, sql`max(last)`)} - ${end(from, sql`min(first)`)}) / 1000000000`
  return sql`(SELECT coalesce(min(width) FILTER (WHERE width::numeric * ${sql.lit(manyBars)} >= ${range}), max(width))
    FROM unnest(${[...barWidths]}::integer[]) AS width)`
}

/** Nanoseconds since 1970 as RFC 3339 in UTC, with no more digits than they need, also before 1970. */
export function instantText(ns: Sql): Sql {
  const second = sql`floor(${ns}::numeric / 1000000000)`
  const fraction = sql`rtrim('.' || lpad((${ns} - ${second} * 1000000000)::text, 9, '0'), '.0')`
  return sql`replace(${secondText(second)}, 'Z', ${fraction} || 'Z')`
}

function secondText(seconds: Sql): Sql {
  return sql`to_char(timestamp '1970-01-01' + (${seconds})::float8 * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
}
