import { Link } from 'react-router'
import type { OwnExport } from '#contract/own-exports.ts'
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
  return (
    <FormParts>
      {/* Not a button: who presses Enter twice presses nothing the second time. */}
      <p ref={focusAtOnce} tabIndex={-1}>
        {aheadText(made)}
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

/** What becomes of an export. */
function aheadText(made: OwnExport | undefined): string {
  const kept = 'Its files are kept for 24 hours under My exports.'
  if (made === undefined || isOpen(made)) return `Your export goes on when you close this. ${kept}`
  return made.status === 'FINISHED'
    ? `Your export is finished. ${kept}`
    : 'Your export is over, without files.'
}
