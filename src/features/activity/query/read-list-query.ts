import { printOrder } from '#contract/order.ts'
import { addressParams, type UnreadablePart } from '#table/address/address-params.ts'
import { clauseParams } from '#table/address/clause-params.ts'
import { narrowSearch, type ValueFilter } from '#table/address/narrow-search.ts'
import { readSearch } from '#table/address/read-search.ts'
import { filterText, fromText, type TableSearch } from '#table/address/search.ts'
import { writeSearch } from '#table/address/write-search.ts'
import type { Clauses } from '#table/clauses/clause.ts'
import { fieldsIn } from '#table/clauses/filter-text.ts'
import { toInstant } from '#table/clauses/zoned-time.ts'
import { actionEventTable } from './definition.ts'
import type { ListQuery, LiveInstants } from './list-query.ts'
import { momentOf as pageMomentOf } from './live-moments.ts'
import { isRange, liveRanges, type OwnParams, readOwnParams, writeOwnParams } from './own-params.ts'

/** A part of what the table is asked for, to be changed; what is not given stays as it is. */
export type SearchChange = Partial<Pick<TableSearch, 'clauses' | 'order'>> & {
  readonly query?: string
  readonly own?: OwnParams
}

/**
 * What the query of the tab's address asks for, with `?` or without. A live range is counted back from what `momentOf`
 * gives, in milliseconds: the moment that this page keeps for it.
 */
export function readListQuery(address: string, momentOf = pageMomentOf): ListQuery {
  const read = readSearch(address, actionEventTable)
  const { own, unreadable: unreadableOwn } = readOwnParams(address)
  const beside = own.range ? rangeBeside(address, read) : []
  const live = own.range && beside.length === 0 ? instantsOf(own.range, momentOf(own.range)) : undefined
  const search = live ? withLive(read, live) : read
  const tooMuch = live ? tooLong(address, search) : []
  const unreadable = [...read.unreadable, ...unreadableOwn, ...beside, ...tooMuch]
  const { cause, message } = own
  return {
    search: { ...search, unreadable },
    own,
    ...(live && { live }),
    list:
      unreadable.length > 0
        ? undefined
        : {
            filter: search.text,
            order_by: printOrder(read.order),
            ...(cause && { cause }),
            ...(message && { message }),
          },
  }
}

function instantsOf(range: LiveInstants['range'], until: number): LiveInstants {
  return { range, from: toInstant(until - liveRanges[range]), until }
}

/** The search with a live range in it: as a clause, or joined to a text that columns cannot say. */
function withLive(read: TableSearch, { range, from }: LiveInstants): TableSearch {
  const bound = { op: 'ge', at: from } as const
  if (read.query !== undefined)
    return { ...read, text: `(${read.query}) and started_at ${bound.op} "${bound.at}"` }
  const clauses: Clauses = { ...read.clauses, started_at: { kind: 'time', live: range, from: bound } }
  return { ...read, clauses, text: filterText({ clauses }, actionEventTable) }
}

/** A range where the link holds times of its own: which of the two is meant nobody can tell. */
function rangeBeside(address: string, { query, clauses }: TableSearch): readonly UnreadablePart[] {
  const params = addressParams(address)
  const asColumn = clauses['started_at'] !== undefined || params.some(({ name }) => name === 'started_at')
  const inText = query !== undefined && fieldsIn(query, actionEventTable.fields).includes('started_at')
  if (!asColumn && !inText) return []
  return rangePart(
    address,
    'range cannot stand beside started_at, which holds times of its own: keep one of the two.',
  )
}

function tooLong(address: string, { text = '' }: TableSearch): readonly UnreadablePart[] {
  const read = fromText(text, actionEventTable)
  return 'error' in read ? rangePart(address, `Together these are too much. ${read.error.message}`) : []
}

function rangePart(address: string, reason: string): readonly UnreadablePart[] {
  return [{ params: addressParams(address).filter(({ name }) => name === 'range'), reason }]
}

/** The query of the address with a part of it changed. */
export function changeListQuery(address: string, { own = {}, clauses, ...change }: SearchChange): string {
  const { started_at, ...others } = clauses ?? {}
  const isLive = started_at?.kind === 'time' && started_at.live !== undefined
  const range = change.query === undefined ? clauses && rangeOf(clauses, address) : { range: undefined }
  const changed = { ...range, ...own }
  const written = writeSearch(writeOwnParams(address, changed), actionEventTable, {
    ...change,
    ...(clauses && { clauses: isLive ? others : clauses }),
  })
  return changed.range ? withoutTimes(written) : written
}

/** The query of the address that leaves only events with a value, or without it; a range, a cause and a message stay. */
export function narrowListQuery(address: string, filter: ValueFilter): string {
  return narrowSearch(address, actionEventTable, filter)
}

/** What becomes of the range where columns change: it goes with the clause that it is, and gives way to instants. */
function rangeOf(clauses: Clauses, address: string): OwnParams {
  const next = clauses['started_at']
  const live = next?.kind === 'time' ? next.live : undefined
  if (isRange(live)) return { range: live }
  const before = readListQuery(address)
  const stays = textOf(next) === textOf(before.search.clauses['started_at'])
  return before.live || !stays ? { range: undefined } : {}
}

function textOf(clause: Clauses[string]): string {
  return clause ? clauseParams(clause).join('&') : ''
}

/** A range that is set takes the place of instants. */
function withoutTimes(address: string): string {
  return addressParams(address)
    .filter(({ name }) => name !== 'started_at')
    .map(({ raw }) => raw)
    .join('&')
}

/** What a list is searched for with both instants in place of a live range, for what outlives the page: an export. */
export function withInstants({ search, live }: Pick<ListQuery, 'search' | 'live'>): TableSearch {
  if (!live) return search
  const to = { op: 'le', at: toInstant(live.until) } as const
  if (search.query !== undefined) return { ...search, text: `${search.text} and started_at le "${to.at}"` }
  const started_at = { kind: 'time', from: { op: 'ge', at: live.from }, to } as const
  const clauses: Clauses = { ...search.clauses, started_at }
  return { ...search, clauses, text: filterText({ clauses }, actionEventTable) }
}

/** The query of the address with instants in place of a live range: what it shows now is what it shows later. */
export function pinned(address: string): string {
  const { live } = readListQuery(address)
  if (!live) return address
  const to = { op: 'le', at: toInstant(live.until) } as const
  const without = writeOwnParams(address, { range: undefined })
  const { search } = readListQuery(without)
  if (search.query !== undefined)
    return changeListQuery(without, {
      query: `(${search.query}) and started_at ge "${live.from}" and started_at le "${to.at}"`,
    })
  const started_at = { kind: 'time', from: { op: 'ge', at: live.from }, to } as const
  return changeListQuery(without, { clauses: { ...search.clauses, started_at } })
}
