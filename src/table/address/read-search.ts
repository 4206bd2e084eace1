import { type Order, readOrder } from '#contract/order.ts'
import {
  type AddressParam,
  addressParams,
  isTracking,
  type UnreadablePart,
  undecodable,
  unknown,
} from './address-params.ts'
import type { Clause } from '../clauses/clause.ts'
import { readParams } from './clause-params.ts'
import { filterText, fromText, paramOf, type TableDefinition, type TableSearch } from './search.ts'

type Params = readonly AddressParam[]
type Filtering = Pick<TableSearch, 'clauses' | 'query' | 'problem' | 'unreadable'>

/**
 * Reads the query of a URL as a table's filter and order. Never throws: what cannot be read is listed in `unreadable`.
 */
export function readSearch(search: string, def: TableDefinition): TableSearch {
  const written = addressParams(search).filter((param) => !isTracking(param))
  const params = written.filter(({ decodes }) => decodes)
  const filtering = readText(params, def) ?? readColumns(params, def)
  const { order, unreadable } = readOrderParam(params, def)
  const others = def.foreign ? [...undecodable(written), ...unknown(params, namesOf(def, def.foreign))] : []
  return {
    ...filtering,
    text: filterText(filtering, def),
    order,
    unreadable: [...others, ...filtering.unreadable, ...unreadable],
  }
}

/** Every name that can stand in a URL. */
function namesOf(def: TableDefinition, foreign: readonly string[]): readonly string[] {
  return [...def.specs.map(({ field }) => field), paramOf(def), ...foreign, 'order_by']
}

/** The filter where it is one text; undefined where there is none. An empty one counts as absent. */
function readText(params: Params, def: TableDefinition): Filtering | undefined {
  const param = paramOf(def)
  const texts = params.filter(({ name }) => name === param)
  const [first] = texts
  if (!first || (texts.length === 1 && first.value === '')) return undefined
  const beside = () => readColumns(params, def)
  if (texts.length > 1) return withPart(beside(), texts, `${param} can stand once in a link.`)
  if (first.value.trim() === '') return withPart(beside(), texts, `${param} holds nothing but blanks.`)
  const text = def.rewrite?.(first.value) ?? first.value
  const read = fromText(text, def)
  if ('error' in read) {
    const { error } = read
    const filtering = withPart(beside(), texts, `${error.message} The place is marked in the query.`)
    return { ...filtering, query: text, problem: error }
  }
  return { clauses: {}, ...read, unreadable: columnsBeside(params, def) }
}

function withPart(filtering: Filtering, params: Params, reason: string): Filtering {
  return { ...filtering, unreadable: [{ params, reason }, ...filtering.unreadable] }
}

/** Columns beside a text: which of the two is meant nobody can tell. */
function columnsBeside(params: Params, def: TableDefinition): readonly UnreadablePart[] {
  return def.specs.flatMap(({ field, label }) => {
    const own = params.filter(({ name }) => name === field)
    const reason = `${label} cannot stand beside ${paramOf(def)}, which holds the whole filter.`
    return own.length > 0 ? [{ params: own, reason }] : []
  })
}

function readColumns(params: Params, def: TableDefinition): Filtering {
  const clauses: Record<string, Clause> = {}
  const unreadable: UnreadablePart[] = []
  for (const spec of def.specs) {
    const own = params.filter(({ name }) => name === spec.field)
    if (own.length === 0) continue
    const values = own.map(({ value }) => value)
    const { clause, faults } = readParams(values, spec, def.fields)
    if (clause) clauses[spec.field] = clause
    for (const { values: wrong, reason } of faults)
      unreadable.push({ params: own.filter(({ value }) => wrong.includes(value)), reason })
  }
  const filtering = { clauses, unreadable }
  const read = fromText(filterText(filtering, def) ?? '', def)
  if (!('error' in read)) return filtering
  const all = params.filter(({ name }) => Object.hasOwn(clauses, name))
  return {
    ...withPart(filtering, all, `Together these are too much. ${read.error.message}`),
    problem: read.error,
  }
}

function readOrderParam(
  params: Params,
  def: TableDefinition,
): { readonly order: Order; readonly unreadable: readonly UnreadablePart[] } {
  const order = def.defaultOrder
  const texts = params.filter(({ name }) => name === 'order_by')
  const [first] = texts
  if (!first || (texts.length === 1 && first.value === '')) return { order, unreadable: [] }
  if (texts.length > 1)
    return { order, unreadable: [{ params: texts, reason: 'order_by can stand once in a link.' }] }
  const read = readOrder(first.value, def.orders)
  return 'problem' in read
    ? { order, unreadable: [{ params: texts, reason: `order_by ${read.problem}.` }] }
    : { order: read, unreadable: [] }
}
