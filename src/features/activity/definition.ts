import { actionEventFields, actionEventOrders } from '#contract/fields.ts'
import { printOrder } from '#contract/order.ts'
import type { ActionEventList } from '#queries/action-events.ts'
import { filterSpecs } from '#table/filter-spec.ts'
import type { TableDefinition, TableSearch } from '#table/search.ts'
import { filterText, searchProblem } from '#table/search.ts'
import { stateChoices, typeChoices } from './choices.ts'
import { labels } from './labels.ts'

/** What the table of action events can be asked for. */
export const actionEventTable: TableDefinition = {
  fields: actionEventFields,
  specs: filterSpecs(actionEventFields, {
    ...Object.fromEntries(Object.entries(labels).map(([field, label]) => [field, { label }])),
    state: { label: labels.state, choices: stateChoices },
    action_type: { label: labels.action_type, choices: typeChoices },
  }),
  orders: actionEventOrders,
  defaultOrder: { field: 'started_at', direction: 'desc' },
  foreign: [],
}

/** The list that a table's state asks the server for; undefined when its filter cannot be read. */
export function listOf(search: TableSearch): ActionEventList | undefined {
  if (searchProblem(search, actionEventTable)) return undefined
  return { filter: filterText(search, actionEventTable), order_by: printOrder(search.order) }
}
