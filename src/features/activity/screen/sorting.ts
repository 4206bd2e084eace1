import { actionEventOrders, indexedOrders } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { ActionEventList, EventSelection } from '#queries/activity/action-events.ts'
import type { Sortable } from '#queries/activity/use-sortable-count.ts'

type Counts = {
  readonly list: ActionEventList | undefined
  readonly count: Sortable['count']
  readonly sortable: Sortable | undefined
}

/**
 * What a list can be ordered by now, and why not by the rest. Any order that it has can be turned round: the server has taken it, or
 * has said why not.
 */
export function sortingOf(
  { field }: Order,
  { list, count, sortable }: Counts,
): { readonly orders: readonly string[]; readonly orderRefusal?: string } {
  const isCounted = list && sortable && isSame(sortable.of, list)
  const known = count.value?.capped && isCounted ? sortable.count : count
  if (known.value && !known.value.capped) return { orders: actionEventOrders }
  const orders = [...indexedOrders, field]
  if (known.value?.capped && isCounted)
    return { orders, orderRefusal: 'Only while at most 50,000 events match. Narrow the filter or the time.' }
  const why = known.failure ? 'how many match could not be counted.' : 'how many match is being counted.'
  return { orders, orderRefusal: `Only while at most 50,000 events match: ${why}` }
}

function isSame({ filter, cause, message }: EventSelection, list: EventSelection): boolean {
  return filter === list.filter && cause === list.cause && message === list.message
}
