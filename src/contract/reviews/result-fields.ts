import type { Cmp, CompareOp, Filter } from '#scim/ast.ts'
import { defineFields, type FieldRule, type FieldTable } from '#scim/fields.ts'
import { decisionPrefix, decisions, otherSignedOffNames, signedOffStates } from './review-enums.ts'

/** The operators of quick filters (veza-api B.14); the vendor's export filters take the same. */
export const textOps = ['co', 'eq', 'ne', 'sw', 'ew'] as const satisfies readonly CompareOp[]

/** The three entities of a row: who has access (source), to what (destination), by way of what (waypoint). */
export const nodeNames = ['source', 'destination', 'waypoint'] as const
export type NodeName = (typeof nodeNames)[number]

/**
 * The fields of `filter` that every certification has (veza-api B.5). Any other attribute of an entity is a text field
 * too; `resultFieldsOf` adds those that a filter asks for. What people read compares by `foldText`, ids and permissions
 * exactly.
 */
export const resultFields = defineFields({
  'source.type': { type: 'text', ops: textOps, fold: 'text' },
  'source.id': { type: 'text', ops: textOps },
  'source.name': { type: 'text', ops: textOps, fold: 'text' },
  'destination.type': { type: 'text', ops: textOps, fold: 'text' },
  'destination.id': { type: 'text', ops: textOps },
  'destination.name': { type: 'text', ops: textOps, fold: 'text' },
  'waypoint.type': { type: 'text', ops: textOps, fold: 'text' },
  'waypoint.id': { type: 'text', ops: textOps },
  'waypoint.name': { type: 'text', ops: textOps, fold: 'text' },
  abstract_permissions: { type: 'text', ops: textOps },
  concrete_permissions: { type: 'text', ops: textOps },
} as const)

/**
 * The fields of `mutable_filter`: what changes during a review. `reviewers` compares with the email or name of a
 * reviewer.
 */
export const mutableResultFields = defineFields({
  decision: { type: 'enum', ops: ['eq', 'ne'], values: decisions, prefix: decisionPrefix },
  signed_off_state: { type: 'enum', ops: ['eq', 'ne'], values: signedOffStates, also: otherSignedOffNames },
  notes: { type: 'text', ops: textOps, fold: 'text' },
  reviewers: { type: 'text', ops: textOps, fold: 'text' },
} as const)

const attribute = /^[A-Za-z_]\w{0,254}$/

/**
 * The rule for any further attribute of an entity: text, its name in exactly the case of the rows (`Cost` is not
 * `cost`).
 */
export const attributeRule = {
  type: 'text',
  ops: textOps,
  fold: 'text',
  exactName: true,
} as const satisfies FieldRule

/**
 * The fields that this filter may use: `resultFields`, and every further attribute of an entity that it names. A name
 * that differs from one of `resultFields` only in case means that field.
 */
export function resultFieldsOf(filter: Filter): FieldTable {
  const named = comparisons(filter).flatMap(({ path }) => {
    const node = nodeNames.find((name) => name === path.name.toLowerCase())
    if (!node || path.urn !== undefined || path.sub === undefined || !attribute.test(path.sub)) return []
    return [[`${node}.${path.sub}`, attributeRule] as const]
  })
  const known = new Set(Object.keys(resultFields).map((name) => name.toLowerCase()))
  return { ...resultFields, ...Object.fromEntries(named.filter(([name]) => !known.has(name.toLowerCase()))) }
}

/**
 * The same filter with the numbers and booleans that entity attributes are compared with as texts. Attributes are
 * stored as texts, and the vendor writes `is_active eq true` as well as `is_active eq "true"`.
 */
export function withTextValues(filter: Filter): Filter {
  switch (filter.kind) {
    case 'cmp':
      return typeof filter.value === 'boolean' || typeof filter.value === 'number'
        ? nodeNames.some((name) => name === filter.path.name.toLowerCase())
          ? { ...filter, value: String(filter.value) }
          : filter
        : filter
    case 'not':
      return { kind: 'not', filter: withTextValues(filter.filter) }
    case 'and':
    case 'or': {
      const [first, second, ...rest] = filter.filters
      return {
        kind: filter.kind,
        filters: [withTextValues(first), withTextValues(second), ...rest.map(withTextValues)],
      }
    }
    default:
      return filter
  }
}

function comparisons(filter: Filter): readonly Cmp[] {
  if (filter.kind === 'cmp') return [filter]
  if (filter.kind === 'not') return comparisons(filter.filter)
  if (filter.kind === 'and' || filter.kind === 'or') return filter.filters.flatMap(comparisons)
  return []
}

/** What lists of results can be ordered by besides `<entity>.<attribute>` (veza-api B.5). */
export const resultOrders = ['result_id', 'decision', 'signed_off_state', 'updated_at'] as const

const orderedAttribute = /^(source|destination|waypoint)\.[A-Za-z_]\w{0,254}$/

/** Whether a list of results can be ordered by a field. */
export function isResultOrder(field: string): boolean {
  return resultOrders.some((known) => known === field) || orderedAttribute.test(field)
}
