import { usePendingStatus, useRowState } from '#queries/reviews/decisions.ts'
import { useOutboxStatus } from '#queries/session/use-outbox.ts'
import { useRow } from '#queries/reviews/use-row.ts'
import { Button } from '#ui/button.tsx'
import { Popover } from '#ui/popover.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { changeText } from '../decide/change-text.ts'
import styles from './needs-you.module.css'
import { rowName } from '#decisions/row-name.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { NotSavedActions } from '../decide/not-saved-actions.tsx'
import { whyNotSaved } from '../decide/why-not-saved.ts'

/** What has not been saved: how many changes are under way and how safe they are, and what waits for the reader. */
export function NeedsYou() {
  const { pending } = useReview()
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
                <Waiting
                  key={id}
                  id={id}
                  onOpen={() => {
                    close()
                    opening.open(id)
                  }}
                  onChoose={() => {
                    close()
                    choose(id)
                  }}
                />
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

type WaitingProps = { readonly id: number; readonly onOpen: () => void; readonly onChoose: () => void }

function Waiting({ id, onOpen, onChoose }: WaitingProps) {
  const { pending, store, viewer, zone } = useReview()
  const row = useRow(store, id)
  const state = useRowState(pending, id)
  if (state?.kind !== 'needs you') return null
  return (
    <li className={styles.waiting}>
      <strong>
        <Foreign text={row ? rowName(row) : pending.nameOf(id)} />
      </strong>
      <span>{changeText(state.mine)}</span>
      <Muted isSmall>
        <Foreign text={whyNotSaved(state, zone, viewer.user)} />
      </Muted>
      <NotSavedActions id={id} state={state} onChoose={onChoose}>
        <Button onClick={onOpen}>Open</Button>
      </NotSavedActions>
    </li>
  )
}
