import type { Client } from '#client/client.ts'
import { resultGroupRoutes } from '#contract/reviews/result-group-calls.ts'
import { orderOf, type RowOrder } from '../positions.ts'
import type { ReviewListQuery } from '../review-positions.ts'

/** Reads the positions of a list with its groups. Rejects as the call does. */
export async function readGroups(
  client: Client,
  certification_id: string,
  { grouping, ...list }: ReviewListQuery,
  signal: AbortSignal,
): Promise<RowOrder> {
  const query = { ...list, group_by: grouping?.by ?? '' }
  const { value } = await client.call(
    resultGroupRoutes.listGroups,
    { params: { certification_id }, query },
    signal,
  )
  return { ...orderOf(value), groups: value.groups }
}
