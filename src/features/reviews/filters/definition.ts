import {
  attributeRule,
  isResultOrder,
  mutableResultFields,
  type NodeName,
  nodeNames,
  resultFields,
  resultFieldsOf,
  resultOrders,
  withTextValues,
} from '#contract/reviews/result-fields.ts'
import { lastTimeFields } from '#contract/reviews/last-time.ts'
import { filterSpecs } from '#table/clauses/filter-spec.ts'
import { parseFilter, rewriteFilter } from '#table/query-box/rewrite-filter.ts'
import type { TableDefinition } from '#table/address/search.ts'
import { decisionChoices, signOffChoices } from '../parts/decision-presentation.ts'
import { attributeLabel, fieldLabels } from '../parts/labels.ts'
import { groupParam } from './grouping.ts'
import { accessChangeChoices, lastDecisionChoices } from './last-time-words.ts'
import { type Part, usualOrder } from './list-query.ts'
import { othersParam } from './others.ts'

/** What the table of a review can be asked for, a definition for each of its texts. */
export type Definitions = Readonly<Record<Part, TableDefinition>>

const attribute = /^(source|destination|waypoint)\.([A-Za-z_]\w{0,254})$/

/** The entity and the attribute that a field names, undefined for any other field. */
export function attributeOf(field: string): { node: NodeName; name: string } | undefined {
  const [, first, name] = attribute.exec(field) ?? []
  const node = nodeNames.find((known) => known === first)
  return node && name !== undefined ? { node, name } : undefined
}

/**
 * What can be asked of a review, given what is asked: entities have any attributes, so those that the parameters or the
 * text name are fields too, and `attributes` names further ones.
 */
export function reviewTables(params: URLSearchParams, attributes: readonly string[] = []): Definitions {
  const named = [...params.keys(), ...attributes].filter(
    (key) => attribute.test(key) && !Object.hasOwn(resultFields, key),
  )
  const fields: FieldTable = {
    ...fieldsIn(params.get('filter')),
    ...Object.fromEntries(named.map((field) => [field, attributeRule])),
  }
  const orders = ordersWith(params.get('order_by'), fields)
  const base = { orders, defaultOrder: usualOrder }
  const mutable: TableDefinition = {
    ...base,
    param: 'mutable_filter',
    fields: mutableResultFields,
    specs: filterSpecs(mutableResultFields, {
      decision: { label: 'Decision', choices: decisionChoices },
      signed_off_state: { label: 'Sign-off', choices: signOffChoices },
      notes: { label: 'Note' },
      reviewers: { label: 'Reviewer' },
    }),
  }
  return {
    filter: {
      ...base,
      fields,
      specs: filterSpecs(fields, labelsOf(fields)),
      // Attributes are compared with text: `is_active eq true` is read as `eq "true"`.
      rewrite: (text) => rewriteFilter(text, withTextValues),
      foreign: [
        'mutable_filter',
        ...Object.keys(mutableResultFields),
        'last_time_filter',
        ...Object.keys(lastTimeFields),
        othersParam.name,
        groupParam,
      ],
    },
    mutable_filter: mutable,
    last_time_filter: {
      ...base,
      param: 'last_time_filter',
      fields: lastTimeFields,
      specs: filterSpecs(lastTimeFields, {
        access_change: { label: 'Access since last time', choices: accessChangeChoices },
        last_decision: { label: 'Decided last time', choices: lastDecisionChoices },
      }),
    },
  }
}

type FieldTable = ReturnType<typeof resultFieldsOf>

/** The fields of a text; those that every review has where it cannot be read, which is told elsewhere. */
function fieldsIn(text: string | null): FieldTable {
  const filter = text === null ? undefined : parseFilter(text)
  return filter ? resultFieldsOf(filter) : resultFields
}

function ordersWith(order: string | null, fields: FieldTable): readonly string[] {
  const first = order?.trim().split(/\s+/)[0] ?? ''
  const own = Object.keys(fields).filter((field) => attribute.test(field))
  return [...new Set([...resultOrders, ...own, ...(isResultOrder(first) ? [first] : [])])]
}

function labelsOf(fields: FieldTable) {
  return Object.fromEntries(
    Object.keys(fields).map((field) => {
      const of = attributeOf(field)
      return [field, { label: of ? attributeLabel(of.node, of.name) : (fieldLabels[field] ?? field) }]
    }),
  )
}
