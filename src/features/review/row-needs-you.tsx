import type { PendingChanges } from '#decisions/pending-changes.ts'
import type { RowState } from '#decisions/row-states.ts'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { changeText } from './change-text.ts'
import styles from './drawer.module.css'

type Props = {
  readonly id: number
  readonly state: Extract<RowState, { kind: 'needs you' }>
  readonly pending: PendingChanges
}

/** A change that the server did not take: why, what it was, and what can be done. Nothing of it is lost meanwhile. */
export function RowNeedsYou({ id, state, pending }: Props) {
  const { mine } = state
  return (
    <div className={styles.needsYou}>
      <strong>Not saved: {changeText(mine)}</strong>
      <p>{state.why === 'refused' ? state.failure.message : 'A colleague has changed this row since.'}</p>
      <div className={styles.actions}>
        {state.why === 'refused' && <Button onClick={() => pending.retry(id)}>Try again</Button>}
        {mine.notes && <CopyButton label="Copy my note" text={() => mine.notes ?? ''} />}
        <Button onClick={() => pending.giveUp(id)}>Give it up</Button>
      </div>
    </div>
  )
}
