import { type RawBuilder, sql } from 'kysely'
import type { Filter } from '#scim/ast.ts'
import { boundsOf } from '#scim/bounds.ts'
import { parseInstant } from '#std/instant.ts'

/** At most about so many bars stand beside each other. */
const bars = 30

const [minute, hour, day] = [60, 3600, 86_400] as const

/** How wide bars are, in seconds: what people count time in. */
const widths: readonly number[] = [
  [1, 2, 5, 10, 15, 30],
  [1, 2, 5, 10, 15, 30].map((count) => count * minute),
  [1, 2, 3, 4, 6, 12].map((count) => count * hour),
  [1, 2, 3, 7, 14, 28, 56, 91, 182, 364].map((count) => count * day),
].flat()
const widest = 10 * 364 * day

/**
 * The width of bars, in seconds, over the range of `started_at` that a filter states; `first` and `last` are the first and last time
 * of what is counted (nanoseconds, NULL where nothing has one), and count where the filter leaves an end open.
 */
export function barWidth(
  filter: Filter | undefined,
  { first, last }: { readonly first: RawBuilder<unknown>; readonly last: RawBuilder<unknown> },
): RawBuilder<number> {
  const { from, to } = filter ? boundsOf(filter, 'started_at') : { from: null, to: null }
  const end = (text: string | null, otherwise: RawBuilder<unknown>) => {
    const instant = text === null ? undefined : parseInstant(text)
    return instant ? sql`${instant.ns.toString()}::bigint` : otherwise
  }
  const range = sql`(${end(to, last)} - ${end(from, first)}) / 1e9`
  return sql<number>`(SELECT coalesce(min(width) FILTER (WHERE width * ${sql.lit(bars)} >= ${range}), ${sql.lit(widest)})
    FROM unnest(${[...widths]}::integer[]) AS width)`
}
