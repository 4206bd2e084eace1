import type { Count } from '#contract/envelopes.ts'
import {
  actionEventFields,
  type ActionEventOrderField,
  actionEventOrders,
  indexedOrders,
  maxSortedEvents,
} from '#contract/fields.ts'
import { type Order, readOrder } from '#contract/order.ts'
import type { Filter } from '#scim/ast.ts'
import type { Backend } from '../backend.ts'
import { invalid, Refused } from '../refused.ts'
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

/**
 * Throws 400 where an order takes `maxSortedEvents` events at most and more match. `count` counts those that match up to a number; it
 * is not asked for the other orders.
 */
export async function refuseTooMany(
  order: Order<ActionEventOrderField>,
  count: (most: number) => Promise<Count>,
): Promise<void> {
  if (indexedOrders.some((field) => field === order.field)) return
  if (!(await count(maxSortedEvents)).capped) return
  const most = maxSortedEvents.toLocaleString('en')
  const message = `Sorting by ${order.field} takes at most ${most} matching events, and there are more.`
  const others = indexedOrders.join(', ')
  throw new Refused({
    code: 'InvalidArgument',
    message,
    violations: [{ field: 'order_by', description: message }],
    resolution: `Narrow the filter or the time range, or sort by one of ${others}.`,
  })
}
