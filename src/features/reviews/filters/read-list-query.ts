import { type Order, printOrder } from '#contract/order.ts'
import { isGrouping, plainGroupings } from '#contract/reviews/groupings.ts'
import type { Clauses } from '#table/clauses/clause.ts'
import { addressParams, searchOf } from '#table/address/address-params.ts'
import { readSearch } from '#table/address/read-search.ts'
import { writeSearch } from '#table/address/write-search.ts'
import type { ReviewEntityRef } from '../parts/read-address.ts'
import { reviewTables } from './definition.ts'
import { groupParam, noGroups } from './grouping.ts'
import { othersParam } from './others.ts'
import { type Part, parts, type ListQuery } from './list-query.ts'

/** A part of what the table is asked for, to be changed; what is not given stays as it is. */
export type ListQueryChange = {
  readonly order?: Order
  readonly clauses?: Readonly<Partial<Record<Part, Clauses>>>
  readonly query?: Readonly<Partial<Record<Part, string>>>
  readonly includeOthers?: boolean
  /** '' for no groups. */
  readonly group?: string
}

/** What the query of a review's address asks for, with `?` or without. */
export function readListQuery(address: string): ListQuery {
  const tables = reviewTables(new URLSearchParams(address))
  const filter = readSearch(address, tables.filter)
  const mutable_filter = readSearch(address, tables.mutable_filter)
  const last_time_filter = readSearch(address, tables.last_time_filter)
  // All read the order; it is named once.
  const others = [...mutable_filter.unreadable, ...last_time_filter.unreadable].filter(
    ({ params }) => params[0]?.name !== 'order_by',
  )
  const included = readOthers(address)
  const { unreadable: badGroup, ...grouped } = readGroup(address)
  const unreadable = [...filter.unreadable, ...others, ...included.unreadable, ...badGroup]
  return {
    searches: { filter, mutable_filter, last_time_filter },
    unreadable,
    includeOthers: included.includeOthers,
    ...grouped,
    list:
      unreadable.length > 0
        ? undefined
        : {
            filter: filter.text,
            mutable_filter: mutable_filter.text,
            last_time_filter: last_time_filter.text,
            order_by: printOrder(filter.order),
          },
  }
}

/** Whether an address includes rows of other reviewers: it says so, once, or does not speak of it. */
function readOthers(address: string): Pick<ListQuery, 'includeOthers' | 'unreadable'> {
  const { name, value } = othersParam
  const params = addressParams(address).filter((param) => param.decodes && param.name === name)
  const [first] = params
  if (!first) return { includeOthers: false, unreadable: [] }
  if (params.length === 1 && first.value === value) return { includeOthers: true, unreadable: [] }
  const reason = `${name} takes ${value}, once, or is left out.`
  return { includeOthers: false, unreadable: [{ params, reason }] }
}

/** What an address groups rows by: one thing, once, or it does not speak of it. */
function readGroup(address: string): Pick<ListQuery, 'group' | 'unreadable'> {
  const params = addressParams(address).filter((param) => param.decodes && param.name === groupParam)
  const [first] = params
  if (!first) return { unreadable: [] }
  const { value } = first
  if (params.length === 1 && value === noGroups) return { group: '', unreadable: [] }
  if (params.length === 1 && isGrouping(value)) return { group: value, unreadable: [] }
  const named = [noGroups, ...plainGroupings].join(', ')
  const reason = `${groupParam} takes one of ${named}, or source., destination. or waypoint. and an attribute, once.`
  return { unreadable: [{ params, reason }] }
}

/** The query of the address with a part of it changed. */
export function changeListQuery(address: string, change: ListQueryChange): string {
  const { includeOthers, group } = change
  let next = changeSearches(address, change)
  if (includeOthers !== undefined)
    next = withParam(next, othersParam.name, includeOthers ? othersParam.value : undefined)
  return group === undefined ? next : withParam(next, groupParam, group || noGroups)
}

function withParam(address: string, name: string, value: string | undefined): string {
  const kept = searchOf(addressParams(address).filter((param) => param.name !== name))
  return [kept, value === undefined ? '' : `${name}=${value}`].filter(Boolean).join('&')
}

function changeSearches(address: string, change: ListQueryChange): string {
  return parts.reduce((next, part) => {
    const clauses = change.clauses?.[part]
    const query = change.query?.[part]
    const params = new URLSearchParams(next)
    for (const field of Object.keys(clauses ?? {})) params.append(field, '')
    if (part === 'filter' && query !== undefined) params.set('filter', query)
    const step = {
      ...(clauses ? { clauses } : {}),
      ...(query === undefined ? {} : { query }),
      ...(change.order ? { order: change.order } : {}),
    }
    return writeSearch(next, reviewTables(params)[part], step)
  }, address)
}

/** What the query of the address of one person or resource asks for: their rows, and of these what it says. */
export function readEntityQuery(address: string, entity: ReviewEntityRef): ListQuery {
  const query = readListQuery(address)
  if (!query.list) return { ...query, entity }
  // Texts stand in a filter as in JSON.
  const is = (name: 'type' | 'id') => `${entity.node}.${name} eq ${JSON.stringify(entity[name])}`
  const theirs = `${is('type')} and ${is('id')}`
  const { filter } = query.list
  return {
    ...query,
    entity,
    list: { ...query.list, filter: filter === undefined ? theirs : `${theirs} and (${filter})` },
  }
}
