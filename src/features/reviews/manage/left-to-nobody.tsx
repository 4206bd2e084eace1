import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import type { Question } from './use-asked-steps.ts'

/** Asks once more before a change leaves rows to nobody. */
export function LeftToNobody({ sentence, onConfirm, onBack }: Question) {
  return (
    <FormParts label="To confirm">
      <p>
        <Foreign text={sentence} />
      </p>
      <FormFoot>
        <Button look="primary" onClick={onConfirm}>
          Save anyway
        </Button>
        {/* The button that was pressed is gone; the focus goes to what changes nothing. */}
        <Button ref={focusAtOnce} onClick={onBack}>
          Back
        </Button>
      </FormFoot>
    </FormParts>
  )
}
