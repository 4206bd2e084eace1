import { useSyncExternalStore } from 'react'
import { useReviewChanges } from '#queries/reviews/review-changes.ts'
import { useFollowCounts } from '#queries/reviews/use-review.ts'
import { useLate } from '#queries/use-late.ts'
import { useCountsAfterChanges } from '../state/counts-after-changes.ts'
import { useReview } from '../state/review-provider.ts'
// What says that something is wrong comes with the screen: when it is wanted, nothing may be left to fetch it from.
import { Conflicts } from '../decide/conflict-panel.tsx'
import { NeedsYou } from './needs-you.tsx'
import { SignOffButton } from '../decide/sign-off-button.tsx'

/**
 * What stands between the reader and the server: unsent changes, conflicts, colleagues' changes as they come, and the
 * beginning of the sign-off of everything decided. Mounted once on the screen of a review.
 */
export function ChangesBar() {
  const { certification_id, store, pending, viewer } = useReview()
  // The row says at once that its change is on its way; here most are saved before one could read it.
  const late = useLate(pending)
  const waiting = useSyncExternalStore(pending.subscribe, () => pending.getStatus().needsYou.length > 0)
  const read = useFollowCounts(certification_id)
  const onCountsChanged = useCountsAfterChanges(read)
  useReviewChanges(
    { certification_id, store, pending, onCountsChanged },
    viewer.user.id === '' ? undefined : viewer.user,
  )
  return (
    <>
      {late && <NeedsYou />}
      {waiting && <Conflicts />}
      <SignOffButton />
    </>
  )
}
