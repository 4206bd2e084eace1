import { resultRoutes } from '#contract/reviews/result-calls.ts'
import type { HistoryEntry } from '#contract/reviews/result.ts'
import { reviewKeys } from './review-keys.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'

/** The log of a row, oldest first. */
export function useHistory(certification_id: string, result_id: number): Reading<readonly HistoryEntry[]> {
  const client = useClient()
  return useReading({
    queryKey: reviewKeys.history(certification_id, result_id),
    queryFn: async ({ signal }) => {
      const params = { certification_id, result_id: String(result_id) }
      return (await client.call(resultRoutes.listHistory, { params }, signal)).values
    },
    // A log that is open on a screen is read anew each time it is opened: somebody may be waiting for an entry.
    staleTime: 0,
  })
}
