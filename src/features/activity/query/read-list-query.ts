import { printOrder } from '#contract/order.ts'
import { readSearch } from '#table/address/read-search.ts'
import type { TableSearch } from '#table/address/search.ts'
import { writeSearch } from '#table/address/write-search.ts'
import { actionEventTable } from './definition.ts'
import type { ListQuery } from './list-query.ts'
import { type OwnParams, readOwnParams, writeOwnParams } from './own-params.ts'

/** A part of what the table is asked for, to be changed; what is not given stays as it is. */
export type SearchChange = Partial<Pick<TableSearch, 'clauses' | 'order'>> & {
  readonly query?: string
  readonly own?: OwnParams
}

/** What the query of the tab's address asks for, with `?` or without. */
export function readListQuery(address: string): ListQuery {
  const read = readSearch(address, actionEventTable)
  const { own, unreadable: unreadableOwn } = readOwnParams(address)
  const unreadable = [...read.unreadable, ...unreadableOwn]
  const { cause, message } = own
  return {
    search: { ...read, unreadable },
    own,
    list:
      unreadable.length > 0
        ? undefined
        : {
            filter: read.text,
            order_by: printOrder(read.order),
            ...(cause && { cause }),
            ...(message && { message }),
          },
  }
}

/** The query of the address with a part of it changed. */
export function changeListQuery(address: string, { own, ...change }: SearchChange): string {
  const changed = own ? writeOwnParams(address, own) : address
  return writeSearch(changed, actionEventTable, change)
}
