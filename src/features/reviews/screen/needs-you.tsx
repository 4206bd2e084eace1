import { usePendingStatus } from '#queries/reviews/decisions.ts'
import { useOutboxStatus } from '#queries/session/use-outbox.ts'
import { Button } from '#ui/button.tsx'
import { Popover } from '#ui/popover.tsx'
import styles from './needs-you.module.css'
import { NotSavedChange } from '../decide/not-saved-change.tsx'
import { useReview, useReviewList } from '../state/review-provider.ts'

/** What has not been saved: how many changes are under way and how safe they are, and what waits for the reader. */
export function NeedsYou() {
  const { pending, store, viewer, zone } = useReview()
  const { work, choose } = useReviewList()
  const { opening } = work
  const { unsent, stored, waiting, needsYou } = usePendingStatus(pending)
  const sending = unsent - waiting
  const { paused } = useOutboxStatus()
  const safe = stored === unsent ? 'on this device' : 'being saved: stay on this page'
  return (
    <>
      {sending > 0 && (
        <span className={styles.sending}>
          {countText(sending)} {safe}
        </span>
      )}
      {paused && <output>{pausedText[paused]}</output>}
      {needsYou.length > 0 && (
        <Popover label="Changes that need you" icon="alert" trigger={`Needs you ${needsYou.length}`}>
          {(close) => (
            <ul className={styles.list}>
              {needsYou.map((id) => (
                <NotSavedChange
                  key={id}
                  {...{ id, pending, store, zone }}
                  user={viewer.user}
                  onChoose={() => {
                    close()
                    choose(id)
                  }}
                >
                  <Button
                    onClick={() => {
                      close()
                      opening.open(id)
                    }}
                  >
                    Open
                  </Button>
                </NotSavedChange>
              ))}
            </ul>
          )}
        </Popover>
      )}
    </>
  )
}

const pausedText = {
  'signed out': 'Your session has ended: they are sent once you have signed in again.',
  'other account': 'Somebody else is signed in here: they are sent once you have signed in again.',
} as const

function countText(count: number): string {
  return count === 1 ? '1 change is' : `${count.toLocaleString('en')} changes are`
}
