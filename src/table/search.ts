import { type Order, printOrder, readOrder } from '#contract/order.ts'
import { all } from '#scim/build.ts'
import type { FieldTable } from '#scim/fields.ts'
import { print } from '#scim/print.ts'
import { type Clause, type Clauses, clauseFilters } from './clause.ts'
import { clauseParams, readParams } from './clause-params.ts'
import type { FilterSpec } from './filter-spec.ts'
import { type FilterProblem, readFilter } from './filter-text.ts'
import { foldBack } from './fold-back.ts'

/** What a table can be asked for: the same for its URL, its controls and its requests. */
export type TableDefinition = {
  readonly specs: readonly FilterSpec[]
  readonly fields: FieldTable
  readonly orders: readonly string[]
  readonly defaultOrder: Order
  /** The parameter of the whole text, `filter` unless said otherwise: a list may take two texts, each with its fields. */
  readonly param?: string
  /** Parameters that others read from the same URL. When given, any further one is named as ignored. */
  readonly foreign?: readonly string[]
}

/** A parameter that could not be read; the reason is a predicate: "takes true or false". */
export type IgnoredParam = { readonly param: string; readonly reason: string }

/** What a table is asked for now. A filter has one home: the clauses, or, when columns cannot say it, the query. */
export type TableSearch = {
  readonly clauses: Clauses
  readonly query?: string
  readonly order: Order
  readonly ignored: readonly IgnoredParam[]
}

/** Reads a table's state from a URL. Never throws; what it cannot read is named in `ignored`. */
export function readSearch(params: URLSearchParams, def: TableDefinition): TableSearch {
  const ignored: IgnoredParam[] = [...unknownParams(params, def)]
  const filter = readQuery(params, def, ignored) ?? { clauses: readColumns(params, def, ignored) }
  return { ...filter, order: readOrderParam(params, def, ignored), ignored }
}

/**
 * The URL with a part of a table's state changed; parameters of others and the parts not given stay as they are. A query
 * that columns can say is written as columns; an empty one clears the filter.
 */
export function writeSearch(
  old: URLSearchParams,
  def: TableDefinition,
  next: { readonly clauses?: Clauses; readonly query?: string; readonly order?: Order },
): URLSearchParams {
  const params = new URLSearchParams(old)
  if (next.query !== undefined) {
    const read = fromText(next.query, def)
    if ('clauses' in read) writeColumns(params, def, read.clauses)
    else {
      writeColumns(params, def, {})
      params.set(paramOf(def), 'query' in read ? read.query : next.query)
    }
  } else if (next.clauses) writeColumns(params, def, next.clauses)
  writeOrder(params, def, next.order)
  return params
}

/** What a text asks for: clauses where columns can say it, else the text itself; or why it is not a filter. */
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
  const clauses = foldBack(read.filter, def.fields, def.specs)
  return clauses ? { clauses } : { query: text.trim() }
}

/**
 * The filter as SCIM text, undefined when there is none: clauses joined by `and` in the order of the field table, several
 * choices of one field in parentheses. A query is given back as it is.
 */
export function filterText(search: TableSearch, def: TableDefinition): string | undefined {
  if (search.query !== undefined) return search.query
  const filters = def.specs.flatMap(({ field }) => {
    const clause = search.clauses[field]
    return clause ? clauseFilters(field, clause) : []
  })
  const filter = all(...filters)
  if (!filter) return undefined
  return filter.kind === 'or' ? `(${print(filter)})` : print(filter)
}

/**
 * What is wrong with the present filter, undefined when nothing is. A screen shows it instead of any rows: a filter that
 * cannot be read is not the same as no filter.
 */
export function searchProblem(search: TableSearch, def: TableDefinition): FilterProblem | undefined {
  const text = filterText(search, def)
  if (text === undefined) return undefined
  const read = fromText(text, def)
  return 'error' in read ? read.error : undefined
}

const paramOf = ({ param = 'filter' }: TableDefinition): string => param

function readQuery(
  params: URLSearchParams,
  def: TableDefinition,
  ignored: IgnoredParam[],
): { clauses: Clauses; query?: string } | undefined {
  const param = paramOf(def)
  const [text, ...more] = params.getAll(param)
  if (text === undefined) return undefined
  if (more.length > 0) ignored.push({ param, reason: 'stands more than once; the first is used' })
  if (text.trim() === '') {
    ignored.push({ param, reason: 'is empty' })
    return undefined
  }
  for (const { field } of def.specs) {
    if (params.has(field)) ignored.push({ param: field, reason: `cannot stand beside ${param}` })
  }
  const read = fromText(text, def)
  return 'clauses' in read ? read : { clauses: {}, query: 'query' in read ? read.query : text }
}

function readColumns(params: URLSearchParams, def: TableDefinition, ignored: IgnoredParam[]): Clauses {
  const clauses: Record<string, Clause> = {}
  for (const spec of def.specs) {
    const texts = params.getAll(spec.field)
    if (texts.length === 0) continue
    const read = readParams(texts, spec, def.fields)
    if ('clause' in read) clauses[spec.field] = read.clause
    else ignored.push({ param: spec.field, reason: read.reason })
  }
  return clauses
}

function readOrderParam(params: URLSearchParams, def: TableDefinition, ignored: IgnoredParam[]): Order {
  const [text, ...more] = params.getAll('order_by')
  if (text === undefined) return def.defaultOrder
  const order = more.length > 0 ? { problem: 'stands more than once' } : readOrder(text, def.orders)
  if (!('problem' in order)) return order
  ignored.push({ param: 'order_by', reason: order.problem })
  return def.defaultOrder
}

function unknownParams(params: URLSearchParams, def: TableDefinition): readonly IgnoredParam[] {
  if (!def.foreign) return []
  const known = new Set([paramOf(def), 'order_by', ...def.specs.map(({ field }) => field), ...def.foreign])
  const unknown = [...new Set(params.keys())].filter((param) => !known.has(param))
  return unknown.map((param) => ({ param, reason: 'is not known here' }))
}

function writeColumns(params: URLSearchParams, def: TableDefinition, clauses: Clauses): void {
  params.delete(paramOf(def))
  for (const { field } of def.specs) {
    params.delete(field)
    const clause = clauses[field]
    if (clause) for (const text of clauseParams(clause)) params.append(field, text)
  }
}

/** Last, whether or not it changes, so that equal states are equal URLs. */
function writeOrder(params: URLSearchParams, def: TableDefinition, order: Order | undefined): void {
  const texts = order ? [printOrder(order)] : params.getAll('order_by')
  params.delete('order_by')
  for (const text of texts) if (text !== printOrder(def.defaultOrder)) params.append('order_by', text)
}
