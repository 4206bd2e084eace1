import { useEffect, useMemo } from 'react'
import { useRereadCounts } from '#queries/reviews/use-review.ts'
import { countsAfterSaves } from './counts-after-saves.ts'

/** What to call when rows of a certification have changed: its counts are read again soon, once for changes that come together. */
export function useCountsAfterChanges(certification_id: string): () => void {
  const reread = useRereadCounts(certification_id)
  const counts = useMemo(() => countsAfterSaves(reread), [reread])
  useEffect(() => counts.stop, [counts])
  return counts.saved
}
