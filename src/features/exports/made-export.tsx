import { Link } from 'react-router'
import { useOwnExports } from '#queries/exports/use-own-exports.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { exportsPath } from './address.ts'
import { ExportState } from './export-state.tsx'

type Props = { readonly id: string; readonly zone: string; readonly onClose: () => void }

/** An export that has just been asked for, as far as it is. */
export function MadeExport({ id, zone, onClose }: Props) {
  const { value } = useOwnExports()
  const made = value?.exports.find((known) => known.id === id)
  return (
    <FormParts>
      {/* Not a button: who presses Enter twice presses nothing the second time. */}
      <p ref={focusAtOnce} tabIndex={-1}>
        Your export goes on when you close this. Its files are kept for 24 hours under My exports.
      </p>
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
