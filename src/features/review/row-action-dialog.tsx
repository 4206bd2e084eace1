import { useState } from 'react'
import type { RowAction } from '#contract/review-rules.ts'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import type { RowChange } from '#decisions/row-change.ts'
import type { ReviewReader } from '#queries/row-situation.ts'
import type { RowStore } from '#decisions/row-store.ts'
import { NoteDialog } from './note-dialog.tsx'
import { ReassignDialog } from './reassign-dialog.tsx'
import { SignRowDialog } from './sign-row-dialog.tsx'

type Props = {
  readonly action: RowAction
  readonly id: number
  readonly store: RowStore
  readonly pending: PendingChanges
  readonly reader: ReviewReader
  readonly zone: string
  /** `done` where the action was done. */
  readonly onClose: (done: boolean) => void
}

/**
 * The dialog that an action asks in before it is done to one row. Its code comes with the screen, so that its text field
 * has the focus before the next key.
 */
export function RowActionDialog({ action, id, store, pending, reader, zone, onClose }: Props) {
  // The row as it stood when the dialog opened: a colleague's change that comes meanwhile has to be met as a conflict.
  const [row] = useState(() => store.get(id))
  if (!row) return null
  const asks = {
    row,
    onClose: () => onClose(false),
    onDone: (change: RowChange) => {
      pending.decide(row, change)
      onClose(true)
    },
  }
  switch (action) {
    case 'accept':
    case 'reject':
    case 'note':
      return <NoteDialog {...asks} action={action} reader={reader} />
    case 'reassign':
      return <ReassignDialog {...asks} certification_id={reader.certification.certification_id} />
    case 'sign off':
      return <SignRowDialog {...asks} zone={zone} />
    default:
      return null
  }
}
