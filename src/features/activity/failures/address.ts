import { type FailureOutcome, failureOutcomes } from '#contract/activity/failures.ts'
import {
  type AddressParam,
  addressParams,
  searchOf,
  type UnreadablePart,
} from '#table/address/address-params.ts'
import type { TableSearch } from '#table/address/search.ts'
import { failuresPath, workflowActionsPath } from '../address.ts'
import type { ListQuery } from '../query/list-query.ts'
import type { OwnParams } from '../query/own-params.ts'
import { pinned, readListQuery } from '../query/read-list-query.ts'

/** The orders in which causes can be listed, by the names that addresses carry; the first is the usual one. */
export const causeOrders = ['most-events', 'still-broken', 'newest'] as const
export type CauseOrder = (typeof causeOrders)[number]

/** What the address of the board, or of one cause, asks for. */
export type FailuresAddress = {
  readonly search: TableSearch
  readonly range: OwnParams['range']
  /** The live range and its instants; undefined where there is none. */
  readonly live: ListQuery['live']
  /** The documented filter of the failed events; undefined for all. */
  readonly filter: string | undefined
  readonly sort: CauseOrder
  readonly became: FailureOutcome | undefined
  /** What cannot be read; while there is any, nothing is asked for. */
  readonly unreadable: readonly UnreadablePart[]
}

/** The parameters that the tab and these pages do not have in common. */
const ownNames: ReadonlySet<string> = new Set(['sort', 'became', 'order_by', 'cause', 'message'])

/** Reads the query of an address: of the board, which has `sort`, or of a cause, which has `became`. */
export function readFailuresAddress(search: string, of: 'board' | 'cause'): FailuresAddress {
  const params = addressParams(search)
  const own = params.filter(({ name, value }) => ownNames.has(name) && value !== '')
  const list = readListQuery(searchOf(params.filter(({ name }) => !ownNames.has(name))))
  const choice = of === 'board' ? 'sort' : 'became'
  const written = own.filter(({ name }) => name === choice)
  const choices = of === 'board' ? causeOrders : failureOutcomes
  const others = own.filter(({ name }) => name !== choice)
  const unreadable = [
    ...(others.length > 0 ? [{ params: others, reason: notHere[of] }] : []),
    ...problemOf(written, choices),
    ...list.search.unreadable,
  ]
  const chosen = written[0]?.value
  return {
    search: { ...list.search, unreadable },
    range: list.own.range,
    live: list.live,
    filter: list.list?.filter,
    sort: causeOrders.find((order) => order === chosen) ?? causeOrders[0],
    became: failureOutcomes.find((outcome) => outcome === chosen),
    unreadable,
  }
}

const notHere = {
  board: 'Causes cannot be listed by this; it belongs to the list of events, or to one cause.',
  cause: 'One cause cannot be shown by this; it belongs to the list of events, or of causes.',
}

function problemOf(written: readonly AddressParam[], choices: readonly string[]): readonly UnreadablePart[] {
  const [first, ...more] = written
  if (!first) return []
  if (more.length > 0) return [{ params: written, reason: `${first.name} can stand once in a link.` }]
  return choices.includes(first.value)
    ? []
    : [{ params: written, reason: `${first.name} must be one of ${choices.join(', ')}.` }]
}

type Choices = {
  readonly sort?: CauseOrder | undefined
  readonly became?: string | undefined
  readonly cause?: string
}

/** The query of an address with the same filter and range, and nothing else but what is chosen; '' or with its `?`. */
export function failuresSearch(search: string, choices: Choices = {}): string {
  const kept = searchOf(addressParams(search).filter(({ name }) => !ownNames.has(name)))
  const { sort, ...others } = choices
  const chosen = Object.entries({ ...others, sort: sort === causeOrders[0] ? undefined : sort })
  const added = new URLSearchParams(chosen.flatMap(([name, value]) => (value ? [[name, value]] : [])))
  const query = [kept, added.toString()].filter(Boolean).join('&')
  return query && `?${query}`
}

/** The same query with instants in place of a live range: what it shows now is what it shows later. */
export function pinnedSearch(search: string, choices: Choices): string {
  return failuresSearch(pinned(failuresSearch(search)), choices)
}

/** The address of the board, for the failures among what an address asks for. */
export function boardAddress(search: string): string {
  return failuresPath + failuresSearch(search)
}

/** The address of one cause, for its failures among what an address asks for; of those of which something has become alone. */
export function causeAddress(cause_id: string, search: string, became?: string): string {
  return `${failuresPath}/${encodeURIComponent(cause_id)}${failuresSearch(search, { became })}`
}

/** The address of the list of the events of a cause, among what an address asks for. */
export function causeEventsAddress(cause_id: string, search: string): string {
  return workflowActionsPath + failuresSearch(search, { cause: cause_id })
}

/** The cause that the path of an address names; undefined for the board's own. */
export function readCausePath(pathname: string): string | undefined {
  const segment = pathname.slice(failuresPath.length + 1).replace(/\/$/, '')
  if (segment === '') return undefined
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
