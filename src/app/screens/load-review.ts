import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { readReviewPath } from '#features/reviews/parts/read-address.ts'
import { codec } from '#features/reviews/filters/codec.ts'
import type { ReviewAddress } from '#features/reviews/screen/page.tsx'
import { plainListQuery } from '#features/reviews/filters/list-query.ts'
import { startList } from '#queries/reviews/review-positions.ts'
import { certificationQuery, reviewContextQuery } from '#queries/reviews/review.ts'

/**
 * Reads what the address of a review asks for and asks the server for the review, its rows' positions and the first
 * rows, all at once and without waiting for any answer. A list that is already in the cache is left as it stands.
 */
export async function loadReview(client: Client, cache: QueryClient, url: URL): Promise<ReviewAddress> {
  const { certification_id = '', entity } = readReviewPath(url.pathname) ?? {}
  void cache.prefetchQuery(certificationQuery(client, certification_id))
  void cache.prefetchQuery(reviewContextQuery(client, certification_id))
  const query = entity
    ? (await codec()).readEntityQuery(url.search, entity)
    : url.search === ''
      ? plainListQuery
      : (await codec()).readListQuery(url.search)
  // Where rows are grouped the first ones are others.
  const rows = query.list && !query.group && startList(client, cache, certification_id, query.list)
  // Why they could not be read stands on the screen (the reader of rows says it).
  if (rows) void rows.catch(() => undefined)
  return { certification_id, query }
}
