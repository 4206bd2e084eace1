import type { ActionEventList } from '#queries/activity/action-events.ts'
import type { TableSearch } from '#table/address/search.ts'
import type { OwnParams } from './own-params.ts'

/** What the tab's address asks for. */
export type ListQuery = {
  readonly search: TableSearch
  /** What the documented filter cannot say. */
  readonly own: OwnParams
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
