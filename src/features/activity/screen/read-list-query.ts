import { printOrder } from '#contract/order.ts'
import { readSearch } from '#table/address/read-search.ts'
import type { TableSearch } from '#table/address/search.ts'
import { writeSearch } from '#table/address/write-search.ts'
import { actionEventTable } from './definition.ts'
import type { ListQuery } from './list-query.ts'

/** A part of what the table is asked for, to be changed; what is not given stays as it is. */
export type SearchChange = Partial<Pick<TableSearch, 'clauses' | 'order'>> & { readonly query?: string }

/** What the query of the tab's address asks for, with `?` or without. */
export function readListQuery(address: string): ListQuery {
  const search = readSearch(address, actionEventTable)
  const { text, order, unreadable } = search
  return {
    search,
    list: unreadable.length > 0 ? undefined : { filter: text, order_by: printOrder(order) },
  }
}

/** The query of the address with a part of it changed. */
export function changeListQuery(address: string, change: SearchChange): string {
  return writeSearch(address, actionEventTable, change)
}
