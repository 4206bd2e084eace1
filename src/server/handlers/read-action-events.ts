import { actionEventFields, type ActionEventOrderField, actionEventOrders } from '#contract/fields.ts'
import { type Order, readOrder } from '#contract/order.ts'
import type { Filter } from '#scim/ast.ts'
import type { Backend } from '../backend.ts'
import { invalid } from '../refused.ts'
import { readFilter } from './read-filter.ts'

const newestFirst: Order<'started_at'> = { field: 'started_at', direction: 'desc' }

/** Reads the `filter` of a call about action events. Throws 400 with its span for one that cannot be read. */
export async function eventFilterOf(
  backend: Pick<Backend, 'storedNames'>,
  text: string | undefined,
): Promise<Filter | undefined> {
  return await readFilter(text, {
    parameter: 'filter',
    fields: actionEventFields,
    stored: () => backend.storedNames(),
  })
}

/** Reads the `order_by` of a call about action events, newest first when it is absent. Throws 400 for any other. */
export function eventOrderOf(text: string | undefined): Order<ActionEventOrderField> {
  if (text === undefined) return newestFirst
  const order = readOrder(text, actionEventOrders)
  if ('problem' in order) throw invalid('order_by', order.problem)
  return order
}
