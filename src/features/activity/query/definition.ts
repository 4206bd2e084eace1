import { actionEventFields, actionEventOrders } from '#contract/fields.ts'
import { filterSpecs } from '#table/clauses/filter-spec.ts'
import type { TableDefinition } from '#table/address/search.ts'
import { stateChoices, typeChoices } from '../choices.ts'
import { labels } from '../labels.ts'
import { usualOrder } from './list-query.ts'
import { liveSpans, ownParamNames } from './own-params.ts'

/** What the table of action events can be asked for. */
export const actionEventTable: TableDefinition = {
  fields: actionEventFields,
  specs: filterSpecs(actionEventFields, {
    ...Object.fromEntries(Object.entries(labels).map(([field, label]) => [field, { label }])),
    started_at: { label: labels.started_at, live: liveSpans },
    state: { label: labels.state, choices: stateChoices },
    action_type: { label: labels.action_type, choices: typeChoices },
  }),
  orders: actionEventOrders,
  defaultOrder: usualOrder,
  foreign: ownParamNames,
}
