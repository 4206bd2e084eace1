import { filterText } from '#table/address/search.ts'
import type { Clause, TimeClause } from '#table/clauses/clause.ts'
import { toInstant } from '#table/clauses/zoned-time.ts'
import { actionEventTable } from '../query/definition.ts'
import { countAnew } from '../query/live-moments.ts'
import { isRange, type LiveRange, liveRanges } from '../query/own-params.ts'
import { rangeField } from './time-range.tsx'
import type { ListQueryState } from './use-list-query.ts'

/** Sets the range of time, beside a filter that is a text too. */
export function setRange({ search, change }: ListQueryState, clause: TimeClause | undefined): void {
  countPickedAnew(clause)
  if (search.query === undefined) {
    const { [rangeField]: _, ...others } = search.clauses
    return change({ clauses: clause ? { ...others, [rangeField]: clause } : others })
  }
  if (clause?.live !== undefined || !clause) return change({ own: { range: liveRangeOf(clause) } })
  const times = filterText({ clauses: { [rangeField]: clause } }, actionEventTable)
  change({ query: `(${search.query}) and ${times}` })
}

/** A live range that has just been picked is counted back from now; one that stands already has its beginning. */
export function countPickedAnew(clause: Clause | undefined): void {
  const range = clause?.kind === 'time' && !clause.from ? liveRangeOf(clause) : undefined
  if (range) countAnew(range)
}

function liveRangeOf(clause: TimeClause | undefined): LiveRange | undefined {
  return isRange(clause?.live) ? clause.live : undefined
}

/** What Refresh does: where a range is live it is counted back from now, and the list is then another. */
export function refreshRange(
  { live, renew }: ListQueryState,
  refresh: (() => void) | undefined,
  refreshOthers: () => void,
): (() => void) | undefined {
  if (!live || !refresh) return refresh
  return () => {
    countAnew(live.range)
    // Within the same second it is the same list.
    if (toInstant(Date.now() - liveRanges[live.range]) === live.from) return refresh()
    renew()
    refreshOthers()
  }
}
