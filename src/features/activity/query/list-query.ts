import type { ActionEventList } from '#queries/activity/action-events.ts'
import type { TableSearch } from '#table/address/search.ts'
import type { LiveRange, OwnParams } from './own-params.ts'

/** A live range, where it begins (RFC 3339), and the moment from which that is counted back (milliseconds). */
export type LiveInstants = { readonly range: LiveRange; readonly from: string; readonly until: number }

/** What the tab's address asks for. */
export type ListQuery = {
  readonly search: TableSearch
  /** What the documented filter cannot say. */
  readonly own: OwnParams
  /** The live range and its instants; undefined where there is none. `search` has it as a clause, and in its text. */
  readonly live?: LiveInstants | undefined
  /** The list that this asks the server for; undefined while any part of the address cannot be read. */
  readonly list: ActionEventList | undefined
}

/** The order of a list that nobody has ordered. */
export const usualOrder = { field: 'started_at', direction: 'desc' } as const

/** What an address without parameters asks for. Reading any other takes the codec, which the first view does without. */
export const plainListQuery: ListQuery = {
  search: { clauses: {}, text: undefined, order: usualOrder, unreadable: [] },
  own: {},
  list: { filter: undefined, order_by: 'started_at desc' },
}
