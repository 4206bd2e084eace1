import type { ReviewListQuery } from '#queries/reviews/review-positions.ts'
import type { UnreadablePart } from '#table/address/address-params.ts'
import type { ReviewEntityRef } from '../parts/read-address.ts'
import type { TableSearch } from '#table/address/search.ts'

/** The texts of a list: what the rows are (never changes), what reviewers have said of them, and what was last time. */
export const parts = ['filter', 'mutable_filter', 'last_time_filter'] as const
export type Part = (typeof parts)[number]

/** What the address of a review asks for. */
export type ListQuery = {
  readonly searches: Readonly<Record<Part, TableSearch>>
  /** What of the address cannot be read. */
  readonly unreadable: readonly UnreadablePart[]
  /** The list that this asks the server for; undefined while any part of the address cannot be read. */
  readonly list: ReviewListQuery | undefined
  /** The person or resource whose rows alone are listed; `list` says so too. */
  readonly entity?: ReviewEntityRef
  /** Whether keys, counts and sign-offs cover rows of other reviewers too, for who may include them. */
  readonly includeOthers: boolean
  /** What the rows are grouped by, '' for nothing; undefined where the address does not speak of it. */
  readonly group?: string
}

/** Whether a list is narrowed in any way. */
export function isFiltered({ list }: Pick<ListQuery, 'list'>): boolean {
  return parts.some((part) => list?.[part] !== undefined)
}

/** Whether a list is that of all rows without a decision. */
export function isToDecide({ list }: Pick<ListQuery, 'list'>): boolean {
  return (
    !list?.filter && !list?.last_time_filter && list?.mutable_filter === 'decision eq "RESULT_DECISION_NONE"'
  )
}

/** The order of a list that nobody has ordered: that of the vendor's ids. */
export const usualOrder = { field: 'result_id', direction: 'asc' } as const

const unfiltered: TableSearch = { clauses: {}, text: undefined, order: usualOrder, unreadable: [] }

/** What an address without parameters asks for. Reading any other takes the codec, which the first view does without. */
export const plainListQuery: ListQuery = {
  searches: { filter: unfiltered, mutable_filter: unfiltered, last_time_filter: unfiltered },
  list: {
    filter: undefined,
    mutable_filter: undefined,
    last_time_filter: undefined,
    order_by: 'result_id asc',
  },
  unreadable: [],
  includeOthers: false,
}
