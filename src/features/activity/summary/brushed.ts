import type { Clause } from '#table/clauses/clause.ts'
import type { TableSearch } from '#table/address/search.ts'
import { toInstant } from '#table/clauses/zoned-time.ts'
import type { ListQuery } from '../query/list-query.ts'
import type { SearchChange } from '../query/read-list-query.ts'

/** What the list is asked for, and how that is changed. */
export type ChangeableQuery = ListQuery & { readonly change: (next: SearchChange) => void }

/** A range of time in milliseconds since 1970, its end excluded. */
export type TimeSpan = { readonly from: number; readonly to: number }

/**
 * What the list is to be asked for so that it shows only what starts within a range, with all other filters as they are. A query
 * that columns cannot say is kept whole, and the range holds besides.
 */
export function brushed({ clauses, query }: TableSearch, { from, to }: TimeSpan): SearchChange {
  const [ge, lt] = [toInstant(from), toInstant(to)]
  // A range that is live would contradict one that stands.
  const own = { range: undefined }
  if (query !== undefined)
    return { query: `(${query}) and started_at ge "${ge}" and started_at lt "${lt}"`, own }
  const started_at: Clause = { kind: 'time', from: { op: 'ge', at: ge }, to: { op: 'lt', at: lt } }
  return { clauses: { ...clauses, started_at: narrowed(clauses['started_at'], started_at) }, own }
}

/** The ends of a range, or those of the clause before where they lie within it: a bar may begin before them. */
function narrowed(before: Clause | undefined, range: Extract<Clause, { kind: 'time' }>): Clause {
  if (before?.kind !== 'time') return range
  const time = (bound: { readonly at: string } | undefined) => Date.parse(bound?.at ?? '')
  const from = time(before.from) > time(range.from) ? before.from : range.from
  const to = time(before.to) < time(range.to) ? before.to : range.to
  return { kind: 'time', ...(from && { from }), ...(to && { to }) }
}
