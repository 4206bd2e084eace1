import { Confirmation } from '#ui/confirmation.tsx'
import { Foreign } from '#ui/foreign.tsx'
import type { Question } from './use-asked-steps.ts'

/** Asks once more before a change leaves rows to nobody. */
export function LeftToNobody({ sentence, onConfirm, onBack }: Question) {
  return (
    <Confirmation label="To confirm" confirm="Save anyway" onConfirm={onConfirm} onBack={onBack}>
      <p>
        <Foreign text={sentence} />
      </p>
    </Confirmation>
  )
}
