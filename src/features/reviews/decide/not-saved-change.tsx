import type { ReactNode } from 'react'
import type { WorkflowUser } from '#contract/people.ts'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import { rowName } from '#decisions/row-name.ts'
import type { RowStore } from '#decisions/row-store.ts'
import { useRowState } from '#queries/reviews/decisions.ts'
import { useRow } from '#queries/reviews/use-row.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { changeText } from './change-text.ts'
import { NotSavedActions } from './not-saved-actions.tsx'
import { whyNotSaved } from './why-not-saved.ts'
import styles from './not-saved-change.module.css'

type Props = {
  readonly id: number
  readonly pending: PendingChanges
  readonly store: RowStore
  /** The time zone of times (IANA name). */
  readonly zone: string
  /** The reader. */
  readonly user: WorkflowUser
  /** Opens the choice between two versions; left out where the other one cannot be shown. */
  readonly onChoose?: () => void
  /** Buttons that come first. */
  readonly children?: ReactNode
}

/** One of the changes that wait for their reader: of which row, what it was, why it is not saved, and what can be done. */
export function NotSavedChange({ id, pending, store, zone, user, onChoose, children }: Props) {
  const row = useRow(store, id)
  const state = useRowState(pending, id)
  if (state?.kind !== 'needs you') return null
  return (
    <li className={styles.change}>
      <strong>
        <Foreign text={row ? rowName(row) : pending.nameOf(id)} />
      </strong>
      <span>{changeText(state.mine)}</span>
      <Muted isSmall>
        <Foreign text={whyNotSaved(state, zone, user)} />
      </Muted>
      <NotSavedActions id={id} state={state} pending={pending} onChoose={onChoose}>
        {children}
      </NotSavedActions>
    </li>
  )
}
