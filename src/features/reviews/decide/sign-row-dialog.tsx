import { useId } from 'react'
import type { RowChange } from '#decisions/row-change.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { decisionLook } from '../parts/decision-presentation.ts'
import styles from './row-action.module.css'
import { rowName } from '#decisions/row-name.ts'
import { useReview } from '../state/review-context.ts'
import { personName } from '../parts/person-text.ts'
import { Refusal } from './refusal.tsx'
import { minuteText } from '#ui/clock-text.ts'
import type { Result } from '#contract/reviews/result.ts'
import { Foreign } from '#ui/foreign.tsx'

type Props = {
  readonly row: Result
  /** Why it cannot be done any more. */
  readonly refusal: string | undefined
  readonly onDone: (change: RowChange) => void
  readonly onClose: () => void
}

/** Shows what is signed before one row is: its decision and the reason for it. */
export function SignRowDialog({ row, refusal, onDone, onClose }: Props) {
  const { zone } = useReview()
  const id = useId()
  const look = decisionLook(row.decision)
  const { updated_at, updated_by, notes } = row
  return (
    <Dialog title="Sign off this row" onClose={onClose}>
      <div className={styles.form}>
        <p>{rowName(row)}</p>
        <p>
          <Badge icon={look.icon} tone={look.tone}>
            {look.label}
          </Badge>{' '}
          {updated_by && updated_at && `by ${personName(updated_by)}, ${minuteText(updated_at, zone)}`}
        </p>
        <p className={styles.note}>{notes ? <Foreign text={notes} /> : 'Without a note.'}</p>
        <p className={styles.hint}>After this only an admin can change it.</p>
        <Refusal id={id} text={refusal} />
        <div className={styles.foot}>
          <Button
            look="primary"
            aria-disabled={refusal !== undefined}
            aria-describedby={refusal === undefined ? undefined : id}
            onClick={() => refusal === undefined && onDone({ signed_off_state: 'SIGNED_OFF' })}
          >
            Sign off
          </Button>
          {/* Signing off cannot be taken back: a stray Enter or Space must not do it. */}
          <Button ref={autofocus} onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
