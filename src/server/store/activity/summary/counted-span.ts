import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Covered } from '#contract/activity/event-summary.ts'
import type { Filter } from '#scim/ast.ts'
import { boundsOf } from '#scim/bounds.ts'
import { parseInstant } from '#std/instant.ts'
import { noTime, type Schema } from '../../database/schema.ts'
import type { TimeRange } from './bar-width.ts'

const daySeconds = 86_400

/**
 * When what is counted started, at most: between the bounds that the filter sets to `started_at`, and where it sets none, the
 * first and last event that is stored. `bounded` says of each end whether the filter sets it.
 */
export type CountedSpan = {
  readonly range: TimeRange
  readonly bounded: { readonly from: boolean; readonly to: boolean }
  readonly covers: Covered
  /** What is to hold of an event besides the filter. */
  readonly condition: RawBuilder<unknown>
}

/** The span of all that a filter can match. */
export async function wholeSpan(db: Kysely<Schema>, filter: Filter | undefined): Promise<CountedSpan> {
  const bounds = filter ? boundsOf(filter, 'started_at') : { from: null, to: null }
  const stored = await storedRange(db)
  return {
    range: { from: secondsOf(bounds.from) ?? stored.from, to: secondsOf(bounds.to) ?? stored.to },
    bounded: { from: bounds.from !== null, to: bounds.to !== null },
    covers: { whole: true, from: null },
    condition: sql`true`,
  }
}

/**
 * The newest 90, 30, 14, 7 days and the newest day of a span, as far as these are less. No event that has not started is in them. A
 * clock that was wrong may have left events in the future: the newest days end now at the latest.
 */
export function newestSpans({ range, bounded }: CountedSpan): readonly CountedSpan[] {
  const { to } = range
  const end = Math.min(to, Math.floor(Date.now() / 1000))
  return [90, 30, 14, 7, 1]
    .map((days) => end - days * daySeconds)
    .filter((from) => from > range.from)
    .map((from) => ({
      range: { from, to },
      bounded: { ...bounded, from: true },
      covers: { whole: false, from: textOf(from) },
      condition: sql`(started_ns >= ${nanosecondsOf(from)}::bigint AND started_ns < ${sql.lit(noTime)}::bigint)`,
    }))
}

/** Seconds since 1970 as RFC 3339 in UTC. */
export function textOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}

function nanosecondsOf(seconds: number): string {
  return String(BigInt(seconds) * 1_000_000_000n)
}

function secondsOf(time: string | null): number | undefined {
  const instant = time === null ? undefined : parseInstant(time)
  return instant && Math.floor(Date.parse(`${instant.utc.slice(0, 19)}Z`) / 1000)
}

/** From the first start to the last; both now where nothing has started. */
async function storedRange(db: Kysely<Schema>): Promise<TimeRange> {
  const timed = sql`FROM action_event WHERE started_ns < ${sql.lit(noTime)}::bigint`
  const { rows } = await sql<{ from: string | null; to: string | null }>`SELECT
    (SELECT min(started_ns) ${timed}) AS from, (SELECT max(started_ns) ${timed}) AS to`.execute(db)
  const seconds = (ns: string | null | undefined) =>
    ns === null || ns === undefined ? Math.floor(Date.now() / 1000) : Number(BigInt(ns) / 1_000_000_000n)
  return { from: seconds(rows[0]?.from), to: seconds(rows[0]?.to) }
}
