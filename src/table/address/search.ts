import type { Order } from '#contract/order.ts'
import { all } from '#scim/build.ts'
import type { FieldTable } from '#scim/fields.ts'
import { print } from '#scim/print.ts'
import type { UnreadablePart } from './address-params.ts'
import { type Clauses, clauseFilters } from '../clauses/clause.ts'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import { type FilterProblem, readFilter } from '../clauses/filter-text.ts'
import { filterToClauses } from './filter-to-clauses.ts'

/** The fields of a table, their filters and orders; its URL, its controls and its requests all follow from this. */
export type TableDefinition = {
  readonly specs: readonly FilterSpec[]
  readonly fields: FieldTable
  readonly orders: readonly string[]
  readonly defaultOrder: Order
  /** The parameter of the whole text, `filter` unless said otherwise: a list may take two texts, each with its fields. */
  readonly param?: string
  /** Changes the text of a filter before it is read. */
  readonly rewrite?: (text: string) => string
  /** Parameters that others read from the same URL. When given, no further one can be read. */
  readonly foreign?: readonly string[]
}

/**
 * The present filter and order of a table. The filter is either `clauses`, or `query` where columns cannot express it.
 */
export type TableSearch = {
  readonly clauses: Clauses
  readonly query?: string
  /** The filter as SCIM text, undefined when there is none. */
  readonly text: string | undefined
  readonly order: Order
  /** What of the URL cannot be read. While there is any, a screen asks for no rows: they would be those of another list. */
  readonly unreadable: readonly UnreadablePart[]
  /** What is wrong with the text, at its place. */
  readonly problem?: FilterProblem
}

/** The name of the URL parameter that holds a whole filter as text. */
export const paramOf = ({ param = 'filter' }: TableDefinition): string => param

/** Reads a filter's text: as clauses where columns can express it, else as a query, or as the error in it. */
export function fromText(
  text: string,
  def: TableDefinition,
): { clauses: Clauses } | { query: string } | { error: FilterProblem } {
  if (text.trim() === '') return { clauses: {} }
  const read = readFilter(text, def.fields)
  if ('problem' in read) {
    const { code, start, end, message } = read.problem
    return { error: { code, start, end, message } }
  }
  const clauses = filterToClauses(read.filter, def.fields, def.specs)
  return clauses ? { clauses } : { query: text.trim() }
}

/**
 * The filter as SCIM text, undefined when there is none. Clauses are joined by `and`, in the order of the fields; a
 * query stays as it is.
 */
export function filterText(
  { clauses, query }: Pick<TableSearch, 'clauses' | 'query'>,
  def: TableDefinition,
): string | undefined {
  if (query !== undefined) return query
  const filters = def.specs.flatMap(({ field }) => {
    const clause = clauses[field]
    return clause ? clauseFilters(field, clause) : []
  })
  const filter = all(...filters)
  if (!filter) return undefined
  return filter.kind === 'or' ? `(${print(filter)})` : print(filter)
}
