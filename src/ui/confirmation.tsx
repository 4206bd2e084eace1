import type { ReactNode } from 'react'
import { focusAtOnce } from './autofocus.ts'
import { Button } from './button.tsx'
import { FormFoot, FormParts } from './form.tsx'

type Props = {
  /** What is to be confirmed, for screen readers. */
  readonly label: string
  /** What the button says that confirms it. */
  readonly confirm: string
  readonly onConfirm: () => void
  readonly onBack: () => void
  readonly children: ReactNode
}

/** Asks once more, in the place of a form's buttons; the focus goes to what changes nothing. */
export function Confirmation({ label, confirm, onConfirm, onBack, children }: Props) {
  return (
    <FormParts label={label}>
      {children}
      <FormFoot>
        <Button look="primary" onClick={onConfirm}>
          {confirm}
        </Button>
        <Button ref={focusAtOnce} onClick={onBack}>
          Back
        </Button>
      </FormFoot>
    </FormParts>
  )
}
