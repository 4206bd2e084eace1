import type { Filter } from '#scim/ast.ts'
import { parseInstant } from '#std/instant.ts'

/** Nanoseconds since 1970: those from `from` on and before `to`; undefined where a range is open. */
export type TimeBounds = { readonly from: bigint | undefined; readonly to: bigint | undefined }

/** The range of `started_at` that some conditions together set; undefined where one of them says anything else. */
export function timeBounds(parts: readonly Filter[]): TimeBounds | undefined {
  let from: bigint | undefined
  let to: bigint | undefined
  for (const part of parts) {
    if (part.kind !== 'cmp' || part.path.name !== 'started_at') return undefined
    const ns = parseInstant(String(part.value))?.ns
    if (ns === undefined) return undefined
    if (part.op === 'ge' || part.op === 'gt') {
      const least = part.op === 'ge' ? ns : after(ns)
      from = from === undefined || least > from ? least : from
    } else if (part.op === 'lt' || part.op === 'le') {
      const end = part.op === 'lt' ? ns : after(ns)
      to = to === undefined || end < to ? end : to
    } else return undefined
  }
  return { from, to }
}

const hour = 3_600_000_000_000n
const last = 2n ** 63n - 1n

/** The next nanosecond; the largest that fits in 64 bits stands for events that have not started, and nothing is after it. */
function after(ns: bigint): bigint {
  return ns < last ? ns + 1n : ns
}

/** The hours that lie whole within a range (`from` on, before `to`), and the parts of it before and after them. */
export function wholeHours({
  from,
  to,
}: TimeBounds): { readonly hours: TimeBounds; readonly edges: readonly TimeBounds[] } | undefined {
  const hours = { from: from && -floorOf(-from), to: to && floorOf(to) }
  if (hours.from !== undefined && hours.to !== undefined && hours.from >= hours.to) return undefined
  const edges = [
    { from, to: hours.from && hours.from * hour },
    { from: hours.to && hours.to * hour, to },
  ]
  return { hours, edges: edges.filter((edge) => edge.from !== edge.to) }
}

function floorOf(ns: bigint): bigint {
  return ns / hour - (ns % hour < 0n ? 1n : 0n)
}
