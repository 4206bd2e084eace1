import { resultPageSizes } from '#contract/reviews/result-queries.ts'
import { invalid } from '../../refused.ts'
import type { Stretch } from '../../reviews/reviews.ts'

type PageQuery = {
  readonly page_token?: number | undefined
  readonly page_size?: number | undefined
  readonly offset?: number | undefined
  readonly size?: number | undefined
  readonly paginate_direction_backwards?: boolean | undefined
}

/**
 * The part of a list that a query asks for, by position. `page_token` is the position of its first row (veza-api
 * B.5). Callers of the older names `offset` and `size` rely on getting as many rows as they ask for, so theirs is a
 * `whole`. Throws `Refused` InvalidArgument where both names of one thing are given.
 */
export function stretchOf(query: PageQuery): Stretch {
  if (query.page_token !== undefined && query.offset !== undefined)
    throw invalid('offset', 'is another name of page_token: give one of them')
  if (query.page_size !== undefined && query.size !== undefined)
    throw invalid('size', 'is another name of page_size: give one of them')
  const wanted = query.page_size ?? query.size ?? 0
  return {
    offset: query.page_token ?? query.offset ?? 0,
    limit: wanted === 0 ? resultPageSizes.usual : Math.min(wanted, resultPageSizes.most),
    backwards: query.paginate_direction_backwards ?? false,
    whole: query.offset !== undefined || query.size !== undefined,
  }
}

/** The reply of a list for one page of rows, with the position of the next page where there is `more`. */
export function pageOf<T>(rows: readonly T[], more: boolean, { offset }: Stretch) {
  return { values: [...rows], next_page_token: more ? String(offset + rows.length) : '', has_more: more }
}

/** The reply of a list that is never split into pages. */
export function wholeList<T>(rows: readonly T[]) {
  return { values: [...rows], next_page_token: '', has_more: false }
}
