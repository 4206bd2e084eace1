import { useId } from 'react'
import { autofocus } from '#ui/autofocus.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { Hint, Problem } from '#ui/hint.tsx'
import { decisionLook } from '../parts/decision-presentation.ts'
import styles from './sign-row-dialog.module.css'
import { rowName } from '#decisions/row-name.ts'
import type { RowDialogProps } from './row-dialog-props.ts'
import { useReview } from '../state/review-provider.ts'
import { personName } from '../parts/people/person-text.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'

/** Shows what is signed before one row is: its decision and the reason for it. */
export function SignRowDialog({ row, refusal, onDone, onClose }: RowDialogProps) {
  const { zone } = useReview()
  const id = useId()
  const look = decisionLook(row.decision)
  const { updated_at, updated_by, notes } = row
  return (
    <Dialog title="Sign off this row" onClose={onClose}>
      <FormParts>
        <p>{rowName(row)}</p>
        <p>
          <Badge icon={look.icon} tone={look.tone}>
            {look.label}
          </Badge>{' '}
          {updated_by && updated_at && `by ${personName(updated_by)}, ${minuteText(updated_at, zone)}`}
        </p>
        <p className={styles.note}>{notes ? <Foreign text={notes} /> : 'Without a note.'}</p>
        <Hint>After this only an admin can change it.</Hint>
        <Problem id={id} text={refusal} />
        <FormFoot>
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
        </FormFoot>
      </FormParts>
    </Dialog>
  )
}
