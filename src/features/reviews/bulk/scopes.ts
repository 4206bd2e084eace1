import type { BulkChoice } from '#contract/reviews/bulk.ts'
import { isFiltered } from '../filters/list-query.ts'
import type { ReviewList } from '../state/review-provider.ts'
import type { BulkAsking } from '../state/bulk-asking.ts'
import { rowsText } from './bulk-words.ts'

/** One of two answers to which rows a sign-off is of. */
export type Scope = { readonly text: string; readonly listOnly: boolean }

/**
 * Which rows a sign-off of everything can be of while the list is filtered: of the list, or of all. None where that is no
 * question.
 */
export function scopesOf(
  { action, choice }: BulkAsking,
  { query, rows, certification }: Pick<ReviewList, 'query' | 'rows' | 'certification'>,
): readonly Scope[] {
  const { include_others: _, ...chosen } = choice
  if (action !== 'sign off' || Object.keys(chosen).length > 0 || !isFiltered(query)) return []
  const all = { text: `Preview for all ${rowsText(certification.total_result_count)}`, listOnly: false }
  // An empty list leaves nothing to choose, and all of them is still to be meant.
  return rows.total === 0
    ? [all]
    : [{ text: `Preview for the ${rowsText(rows.total)} of this list`, listOnly: true }, all]
}

/** A choice that is narrowed to the list. */
export function ofList(choice: BulkChoice, { query: { list } }: Pick<ReviewList, 'query'>): BulkChoice {
  return {
    ...choice,
    ...(list?.filter !== undefined && { filter: list.filter }),
    ...(list?.mutable_filter !== undefined && { mutable_filter: list.mutable_filter }),
    ...(list?.last_time_filter !== undefined && { last_time_filter: list.last_time_filter }),
  }
}
