import { type Order, readOrder } from '#contract/order.ts'
import {
  isResultOrder,
  mutableResultFields,
  resultFieldsOf,
  resultOrders,
  withTextValues,
} from '#contract/reviews/result-fields.ts'
import { lastTimeFields } from '#contract/reviews/last-time.ts'
import type { PositionsQuery } from '#contract/reviews/result-queries.ts'
import { invalid } from '../../refused.ts'
import type { ResultQuery } from '../../reviews/reviews.ts'
import { readFilter, type StoredNames } from '../read-filter.ts'

const usualOrder: Order = { field: 'source.type', direction: 'asc' }

/** Decisions and sign-off states are those of the contract and no others. */
const noOthers: StoredNames = () => Promise.resolve({})

/**
 * Reads the filters and the order of a list of rows (veza-api B.5; the one about last time is ours). Throws `Refused` InvalidArgument that names
 * the parameter.
 */
export async function resultQueryOf(query: PositionsQuery): Promise<ResultQuery> {
  return {
    filter: await readFilter(query.filter, {
      parameter: 'filter',
      fields: resultFieldsOf,
      stored: noOthers,
      prepare: withTextValues,
    }),
    mutable_filter: await readFilter(query.mutable_filter, {
      parameter: 'mutable_filter',
      fields: mutableResultFields,
      stored: noOthers,
    }),
    last_time_filter: await readFilter(query.last_time_filter, {
      parameter: 'last_time_filter',
      fields: lastTimeFields,
      stored: noOthers,
    }),
    order: orderOf(query.order_by),
  }
}

function orderOf(text: string | undefined): Order {
  if (text === undefined) return usualOrder
  const [field = ''] = text.trim().split(/\s+/)
  if (!text.includes(',') && !isResultOrder(field))
    throw invalid(
      'order_by',
      `takes one of ${resultOrders.join(', ')}, or source., destination. or waypoint. and an attribute`,
    )
  const order = readOrder(text, [field])
  if ('problem' in order) throw invalid('order_by', order.problem)
  return order
}
