import { useQuery } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import { reviewRoutes } from '#contract/reviews/review-calls.ts'
import type { HistoryEntry } from '#contract/reviews/result.ts'
import { useClient } from '../provider.tsx'
import type { Reading } from '../activity/use-action-event.ts'

/** The keys of what is read of rows one by one. */
export const historyKeys = {
  row: (certification_id: string, result_id: number) =>
    ['review', certification_id, 'row', result_id] as const,
  history: (certification_id: string, result_id: number) =>
    ['review', certification_id, 'row', result_id, 'history'] as const,
} as const

/** Everything that was done to a row, oldest first. */
export function useHistory(certification_id: string, result_id: number): Reading<readonly HistoryEntry[]> {
  const client = useClient()
  const { data, error, refetch } = useQuery({
    queryKey: historyKeys.history(certification_id, result_id),
    queryFn: async ({ signal }) => {
      const params = { certification_id, result_id: String(result_id) }
      return (await client.call(reviewRoutes.listHistory, { params }, signal)).values
    },
    // A log that is open on a screen is read anew each time it is opened: somebody may be waiting for an entry.
    staleTime: 0,
  })
  return { value: data, failure: error ? failureOf(error) : undefined, retry: () => void refetch() }
}
