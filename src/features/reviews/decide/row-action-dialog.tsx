import { useState } from 'react'
import type { RowAction } from '#contract/reviews/review-rules.ts'
import { useServerClock } from '#queries/provider.tsx'
import { mayReaderAct } from '#queries/reviews/rule-input.ts'
import { useRowMarks } from '#queries/reviews/use-row.ts'
import { forgetText, textPlace } from '#ui/kept-text.ts'
import { useReview } from '../state/review-provider.ts'
import { NoteDialog } from './note-dialog.tsx'
import type { RowDialogProps } from './row-dialog-props.ts'
import { ReassignDialog } from './reassign-dialog.tsx'
import { SignRowDialog } from './sign-row-dialog.tsx'

type Props = {
  readonly action: RowAction
  readonly id: number
  /** `done` where the action was done. */
  readonly onClose: (done: boolean) => void
}

const outOfSight = 'This row is no longer yours to see, so this cannot be saved.'

/**
 * The dialog that an action asks in before it is done to one row. Its code comes with the screen, so that its text field
 * has the focus before the next key.
 */
export function RowActionDialog({ action, id, onClose }: Props) {
  const { certification_id, store, pending, viewer, now } = useReview()
  // The row as it stood when the dialog opened: a colleague's change that comes meanwhile has to be met as a conflict.
  const [row] = useState(() => store.get(id))
  const clock = useServerClock()
  useRowMarks(store, id)
  if (!row) return null
  const place = textPlace(viewer.user, certification_id, id, action)
  const refusalAt = (moment: number) =>
    store.isGone(id) ? outOfSight : mayReaderAct(action, row, viewer, moment)?.message
  const asks: RowDialogProps = {
    row,
    // While it was open the review may have come to its due date, or the row to others; what was written stays, to be copied.
    refusal: refusalAt(now),
    onClose: () => onClose(false),
    onDone: (change) => {
      if (pending.isOthers() || refusalAt(clock.now()) !== undefined) return
      pending.decide(row, change)
      forgetText(place)
      onClose(true)
    },
  }
  switch (action) {
    case 'accept':
    case 'reject':
    case 'note':
      return <NoteDialog {...asks} action={action} place={place} />
    case 'reassign':
      return <ReassignDialog {...asks} />
    case 'sign off':
      return <SignRowDialog {...asks} />
    default:
      return null
  }
}
