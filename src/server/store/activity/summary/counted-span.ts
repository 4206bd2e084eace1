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

/** The span of all that a filter can match, or of its newest days, which hold no event that has not started. */
export async function countedSpan(
  db: Kysely<Schema>,
  filter: Filter | undefined,
  newestDays: number | undefined,
): Promise<CountedSpan> {
  const bounds = filter ? boundsOf(filter, 'started_at') : { from: null, to: null }
  const stored = await storedRange(db)
  const to = secondsOf(bounds.to) ?? stored.to
  const bounded = { from: bounds.from !== null, to: bounds.to !== null }
  if (newestDays === undefined) {
    const range = { from: secondsOf(bounds.from) ?? stored.from, to }
    return { range, bounded, covers: { whole: true, from: null }, condition: sql`true` }
  }
  // A clock that was wrong may have left events in the future; the newest days are not there.
  const from = Math.min(to, stored.to, Math.floor(Date.now() / 1000)) - newestDays * daySeconds
  return {
    range: { from, to },
    bounded: { from: true, to: bounded.to },
    covers: { whole: false, from: textOf(from) },
    condition: sql`(started_ns >= ${nanosecondsOf(from)}::bigint AND started_ns < ${sql.lit(noTime)}::bigint)`,
  }
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
