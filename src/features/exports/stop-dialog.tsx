import type { OwnExport } from '#contract/own-exports.ts'
import type { Failure } from '#contract/errors.ts'
import { isAnswer } from '#queries/exports/unanswered-keys.ts'
import { useStopExport } from '#queries/exports/use-own-exports.ts'
import { Confirmation } from '#ui/confirmation.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Problem } from '#ui/hint.tsx'
import { nameOfExport } from './request-of-export.ts'

type Props = { readonly stopped: OwnExport; readonly onClose: () => void }

/** Asks once more before an export is cancelled. */
export function StopDialog({ stopped, onClose }: Props) {
  const { stop, failure } = useStopExport(stopped.id, onClose)
  return (
    <Dialog title="Cancel this export?" onClose={onClose}>
      <Confirmation label="Cancel this export?" confirm="Cancel the export" onConfirm={stop} onBack={onClose}>
        <p>
          <Foreign text={nameOfExport(stopped)} />: what is written of it so far is thrown away. You can
          export again.
        </p>
        <Problem text={failure && notStoppedText(failure)} />
      </Confirmation>
    </Dialog>
  )
}

/** What is known of an export that was cancelled in vain. */
function notStoppedText(failure: Failure): string {
  if (isAnswer(failure)) return `Not cancelled. ${failure.message}`
  return `We do not know whether it was cancelled. ${failure.message} Press again, or go back and look at its state in My exports.`
}
