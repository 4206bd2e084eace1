import { Link } from 'react-router'
import { isOpen } from '#queries/exports/own-exports.ts'
import { useOwnExports } from '#queries/exports/use-own-exports.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { exportsPath } from './address.ts'
import { ExportState } from './export-state.tsx'

type Props = { readonly id: string; readonly zone: string; readonly onClose: () => void }

/** An export that has just been asked for, as far as it is. */
export function MadeExport({ id, zone, onClose }: Props) {
  const { value, failure, retry } = useOwnExports()
  const made = value?.exports.find((known) => known.id === id)
  const goesOn = made === undefined || isOpen(made)
  return (
    <FormParts>
      {/* Not a button: who presses Enter twice presses nothing the second time. */}
      <p ref={focusAtOnce} tabIndex={-1}>
        {goesOn && 'Your export goes on when you close this. '}
        Its files are kept for 24 hours under My exports.
      </p>
      {failure && <FailureLine message={`Not up to date. ${failure.message}`} onRetry={retry} />}
      {made && <ExportState made={made} zone={zone} />}
      <FormFoot>
        <Link to={exportsPath} onClick={onClose}>
          My exports
        </Link>
        <Button onClick={onClose}>Close</Button>
      </FormFoot>
    </FormParts>
  )
}
