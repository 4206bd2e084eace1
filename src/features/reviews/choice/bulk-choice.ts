import type { BulkChoice } from '#contract/reviews/bulk.ts'
import { runsOf } from '#queries/reviews/positions.ts'
import type { ReviewListQuery } from '#queries/reviews/review-positions.ts'
import type { Chosen } from './row-choice.ts'

/**
 * What was chosen as the API takes it: ids, or the list's own filters without those that were taken out. `includeOthers` is
 * whether rows that others alone review are meant too.
 */
export function bulkChoiceOf(
  chosen: Chosen,
  { order_by: _order, ...filters }: ReviewListQuery,
  includeOthers: boolean,
): BulkChoice {
  const others = includeOthers ? { include_others: true } : {}
  if (chosen.kind === 'rows') return { runs: runsOf(chosen.ids), ...others }
  const except = chosen.excepted > 0 ? { except: runsOf(chosen.except) } : {}
  const set = Object.entries(filters).filter(([, text]) => text !== undefined)
  return { ...Object.fromEntries(set), ...except, ...others }
}
