import { useState, useSyncExternalStore } from 'react'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import { useReviewChanges } from '#queries/reviews/review-changes.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import type { RowStore } from '#decisions/row-store.ts'
import { useLate } from '#queries/use-late.ts'
import { lazyDialog } from '#ui/lazy-part.tsx'
import type { Covers } from '../filters/others.ts'
// What says that something is wrong comes with the screen: when it is wanted, nothing may be left to fetch it from.
import { Conflicts } from '../decide/conflict-panel.tsx'
import { NeedsYou } from './needs-you.tsx'
import { SignOffButton } from '../decide/sign-off-button.tsx'

const SignOffDialog = lazyDialog(
  'Sign off',
  () => import('../decide/sign-off-dialog.tsx'),
  (module) => module.SignOffDialog,
)

type Props = {
  readonly certification_id: string
  readonly store: RowStore
  readonly pending: PendingChanges
  readonly viewer: ReviewViewer
  /** The moment, in milliseconds since 1970, by which the phase of the review is told. */
  readonly now: number
  readonly zone: string
  /** Opens a row over the list. */
  readonly onOpen: (result_id: number) => void
  /** Which rows a sign-off of many covers, and whether those of other reviewers are among them. */
  readonly covers: Covers
  readonly withOthers: boolean
}

/**
 * What stands between the reader and the server: unsent changes, conflicts, colleagues' changes as they come, and the
 * sign-off of everything decided. Mounted once on the screen of a review.
 */
export function ChangesBar(props: Props) {
  const { certification_id, store, pending, viewer, now, zone, onOpen, covers, withOthers } = props
  const [signing, setSigning] = useState(false)
  // The row says at once that its change is on its way; here most are saved before one could read it.
  const late = useLate(pending)
  const waiting = useSyncExternalStore(pending.watch, () => pending.getStatus().needsYou.length > 0)
  useReviewChanges(certification_id, store, pending, viewer.user.id === '' ? undefined : viewer.user)
  return (
    <>
      {late && <NeedsYou pending={pending} store={store} zone={zone} onOpen={onOpen} />}
      {waiting && <Conflicts pending={pending} viewer={viewer} now={now} zone={zone} />}
      <SignOffButton viewer={viewer} now={now} onPress={() => setSigning(true)} />
      {signing && (
        <SignOffDialog
          certification_id={certification_id}
          store={store}
          pending={pending}
          viewer={viewer}
          covers={covers}
          withOthers={withOthers}
          onClose={() => setSigning(false)}
        />
      )}
    </>
  )
}
