import { useEffect, useEffectEvent, useRef } from 'react'
import type { Result } from '#contract/reviews/result.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { reviewKeys } from './review-keys.ts'
import { useClient } from '../provider.tsx'
import type { RowStore } from '#decisions/row-store.ts'
import { type Reading, useReading } from '../reading.ts'
import { useRow, useRowMarks } from './use-row.ts'

/**
 * One row: from the store at once if it is there, and read from the server. Fails with status 404 for a row that does
 * not exist or that the reader may not see, also once that is so while it is open, and until it is not.
 */
export function useOneRow(certification_id: string, result_id: number, store: RowStore): Reading<Result> {
  const client = useClient()
  const shown = useRow(store, result_id)
  const { failure, retry } = useReading({
    queryKey: reviewKeys.row(certification_id, result_id),
    queryFn: async ({ signal }) => {
      const params = { certification_id, result_id: String(result_id) }
      const { value } = await client.call(resultRoutes.getResult, { params }, signal)
      take(store, value)
      return value.version
    },
    staleTime: 0,
  })
  const { gone } = useRowMarks(store, result_id)
  const wasGone = useRef(gone)
  const askAgain = useEffectEvent(retry)
  useEffect(() => {
    if (gone !== wasGone.current) askAgain()
    wasGone.current = gone
  }, [gone])
  return { value: failure?.status === 404 ? undefined : shown, failure, retry }
}

/** A row of the version that is here already still brings what only the server knows: who signed it off, and when. */
function take(store: RowStore, row: Result): void {
  const here = store.get(row.result_id)
  if (here?.version === row.version) {
    const { updated_at, updated_by, signed_off_at, signed_off_by, notification_response_infos } = row
    const { notification_status } = row
    store.patch(row.result_id, {
      updated_at,
      updated_by,
      signed_off_at,
      signed_off_by,
      notification_response_infos,
      notification_status,
    })
  } else store.put([row])
}
