import { type Order, printOrder } from '#contract/order.ts'
import { addressParams, isTracking, searchOf } from './address-params.ts'
import type { Clause, Clauses } from '../clauses/clause.ts'
import { clauseParams } from './clause-params.ts'
import { readSearch } from './read-search.ts'
import { fromText, paramOf, type TableDefinition, type TableSearch } from './search.ts'

/**
 * Writes the query of a URL with another filter or order. Other parameters stay as they are. A query that columns can
 * express is written as columns; an empty one clears the filter. Unreadable parameters stay, unless the column, query
 * or order that they belong to is what changes.
 */
export function writeSearch(
  search: string,
  def: TableDefinition,
  next: { readonly clauses?: Clauses; readonly query?: string; readonly order?: Order },
): string {
  const written = addressParams(search)
  const kept = written.filter((param) => !param.decodes || isTracking(param))
  const read = written.filter((param) => !kept.includes(param))
  const params = new URLSearchParams(read.map(({ name, value }) => [name, value]))
  if (next.query !== undefined) writeQuery(params, def, next.query, readSearch(search, def))
  else if (next.clauses) writeColumns(params, def, next.clauses, readSearch(search, def))
  writeOrder(params, def, next.order)
  return [params.toString(), searchOf(kept)].filter(Boolean).join('&')
}

function writeQuery(params: URLSearchParams, def: TableDefinition, query: string, before: TableSearch): void {
  const text = def.rewrite?.(query) ?? query
  const read = fromText(text, def)
  writeColumns(params, def, 'clauses' in read ? read.clauses : {}, before)
  if (!('clauses' in read)) params.set(paramOf(def), 'query' in read ? read.query : text)
}

function writeColumns(
  params: URLSearchParams,
  def: TableDefinition,
  clauses: Clauses,
  before: TableSearch,
): void {
  params.delete(paramOf(def))
  const unread = before.unreadable.flatMap((part) => part.params.filter(({ decodes }) => decodes))
  for (const { field } of def.specs) {
    params.delete(field)
    const texts = textsOf(clauses[field])
    for (const text of texts) params.append(field, text)
    if (texts.join('&') !== textsOf(before.clauses[field]).join('&')) continue
    for (const { name, value } of unread) if (name === field) params.append(field, value)
  }
}

function textsOf(clause: Clause | undefined): readonly string[] {
  return clause ? clauseParams(clause) : []
}

/** Last, whether or not it changes, so that equal states are equal URLs. */
function writeOrder(params: URLSearchParams, def: TableDefinition, order: Order | undefined): void {
  const texts = order ? [printOrder(order)] : params.getAll('order_by')
  params.delete('order_by')
  for (const text of texts) if (text !== printOrder(def.defaultOrder)) params.append('order_by', text)
}
