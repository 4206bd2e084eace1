import { maxSheetRows } from '#contract/export-job.ts'
import { useState } from 'react'
import { isolated } from '#std/isolate.ts'
import {
  type ExportDialogProps,
  type ExportFormat,
  type ExportRequest,
} from '#queries/exports/export-request.ts'
import { type Making, useMakeExport } from '#queries/exports/make-export.ts'
import { useExportPreview } from '#queries/exports/preview.ts'
import { isAnswer } from '#queries/exports/unanswered-keys.ts'
import type { Failure } from '#contract/errors.ts'
import { numberText } from '#ui/number-text.ts'
import type { ExportPreview } from '#contract/own-exports.ts'
import type { Reading } from '#queries/reading.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { ExportFacts } from './export-facts.tsx'
import { FormatChoice } from './format-choice.tsx'
import { MadeExport } from './made-export.tsx'
import { Refused } from './refused.tsx'
import { rowCount } from './export-words.ts'

/** Says what an export will hold before it is asked for, asks for it once, and then shows how far it is. */
export function ExportDialog({ request, zone, unsent = 0, onClose }: ExportDialogProps) {
  const { target, name } = request
  const preview = useExportPreview(target)
  const making = useMakeExport(target)
  const title =
    target.kind === 'identities'
      ? 'Export identities'
      : name === undefined
        ? 'Export workflow actions'
        : `Export rows of ${isolated(name)}`
  return (
    <Dialog title={title} onClose={onClose}>
      {making.id === undefined ? (
        <Asking request={request} preview={preview} making={making} unsent={unsent} onClose={onClose} />
      ) : (
        <MadeExport id={making.id} zone={zone} onClose={onClose} />
      )}
    </Dialog>
  )
}

type AskingProps = Pick<ExportDialogProps, 'request' | 'onClose'> & {
  readonly unsent: number
  readonly preview: Reading<ExportPreview>
  readonly making: Making
}

function Asking({ request, preview, making, unsent, onClose }: AskingProps) {
  const [format, setFormat] = useState<ExportFormat>('CSV')
  const refusal = preview.value?.refusal
  if (refusal) return <Refused refusal={refusal} onClose={onClose} />
  const count = preview.value?.row_count
  const tooMany = count !== undefined && count !== null && count > maxSheetRows
  const chosen = tooMany ? 'CSV' : format
  return (
    <FormParts>
      <ExportFacts request={request} preview={preview} format={chosen} />
      <output>{unsentText(unsent)}</output>
      <FormatChoice format={chosen} tooMany={tooMany} onFormat={setFormat} />
      <FormFoot
        problems={making.failure ? [notMadeText(making.failure)] : []}
        doing={making.busy ? 'Asking the server …' : ''}
      >
        <ButtonRow>
          <Button
            look="primary"
            refusal={whyNot(preview) ?? (making.busy ? 'It is being asked for.' : undefined)}
            onClick={() => making.make(chosen)}
          >
            {buttonText(count, chosen, request)}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </ButtonRow>
      </FormFoot>
    </FormParts>
  )
}

/** Why it cannot be asked for yet, or at all. */
function whyNot({ value, failure }: Reading<ExportPreview>): string | undefined {
  if (value) return undefined
  return failure ? failure.message : 'The rows are being counted.'
}

function unsentText(unsent: number): string {
  if (unsent === 0) return ''
  const [changes, are] = unsent === 1 ? ['1', 'is'] : [numberText(unsent), 'are']
  return `${changes} of your changes ${are} not sent yet and will not be in it, unless the server gets ${unsent === 1 ? 'it' : 'them'} before it is made.`
}

/** What is known of an export that was asked for in vain. */
function notMadeText(failure: Failure): string {
  if (isAnswer(failure)) return `Not exported. ${failure.message}`
  return `We do not know whether it was made. ${failure.message} Press again (nothing is doubled), or look in My exports.`
}

function buttonText(count: number | null | undefined, format: ExportFormat, request: ExportRequest): string {
  return typeof count === 'number' ? `Export ${rowCount(count, request)} as ${format}` : `Export as ${format}`
}
