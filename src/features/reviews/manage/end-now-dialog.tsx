import { useRef, useState } from 'react'
import type { Ending } from '#contract/reviews/operator/ending.ts'
import { isBlank } from '#contract/text.ts'
import { useEnding, useEndNow } from '#queries/reviews/operator/ending.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { FormField } from '#ui/form-field.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { numberText } from '#ui/number-text.ts'
import { isolated } from '#std/isolate.ts'
import { fieldErrorsOf } from './field-errors.ts'
import type { ListedCertification } from '../parts/listed.ts'

type Props = {
  readonly listed: Pick<ListedCertification, 'certification' | 'name'>
  readonly onClose: () => void
  readonly onEnded?: (() => void) | undefined
}

/**
 * Asks once more, and why, before a review is ended: with the number of rows that this rejects, or leaves undecided. Where it
 * would be another number by then, nothing is ended and the new one stands there.
 */
export function EndNowDialog({ listed: { certification, name }, onClose, onEnded }: Props) {
  const { certification_id } = certification
  const [reason, setReason] = useState('')
  const { value: ending, failure: unread, retry } = useEnding(certification_id)
  const { end, busy, failure } = useEndNow(certification_id)
  const field = useRef<HTMLInputElement | null>(null)
  const { at, rest } = fieldErrorsOf(failure, ['reason'])
  const refusal = busy ? 'Ending …' : whyNotYet(ending, reason)
  const press = () => {
    if (!ending) return
    const { version, ...seen } = ending
    const { behavior, open, undecided, settled } = seen
    end({ reason: reason.trim(), seen: { behavior, open, undecided, settled } }, version, () => {
      onEnded?.()
      onClose()
    })
    // Another press has to be meant: what it would do may be another number by then.
    field.current?.focus()
  }
  return (
    <Dialog title={`End ${isolated(name)} now`} onClose={onClose}>
      <FormParts>
        {ending && <output>{outcomeText(ending)}</output>}
        {!ending && !unread && <p>Counting its rows …</p>}
        {unread && <FailureLine message={unread.message} onRetry={retry} />}
        <p>
          Its due date becomes the moment of the press, and nobody decides after it. It is not completed by
          that. The reason and the old due date are kept in its log.
        </p>
        <FormField label="Why does it end now?" error={at.get('reason')}>
          {(wiring) => (
            <input
              {...wiring}
              ref={(element) => {
                field.current = element
                autofocus(element)
              }}
              maxLength={2000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </FormField>
        <FormFoot doing={busy ? 'Ending …' : ''} problems={rest}>
          <Button look="primary" refusal={refusal} onClick={press}>
            End now
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormFoot>
      </FormParts>
    </Dialog>
  )
}

function whyNotYet(ending: Ending | undefined, reason: string): string | undefined {
  if (!ending) return 'What this does to its rows is not known yet.'
  return isBlank(reason) ? 'Say why first.' : undefined
}

/** `4,112 rows will be rejected and signed off.` or `4,112 rows stay undecided.`, and what becomes of the other open rows. */
export function outcomeText({ behavior, open, undecided, settled }: Ending): string {
  if (behavior !== 'AUTO_REJECT_INCOMPLETE_RESULTS') return stayingText(undecided, open - undecided)
  const rejected = open - settled
  const accepted = rejected - undecided
  return [
    `${rowsText(rejected)} will be rejected and signed off.`,
    ...(accepted > 0
      ? [`${numberText(accepted)} of them ${accepted === 1 ? 'is' : 'are'} accepted now, but not signed off.`]
      : []),
    ...(settled > 0
      ? [
          `${rowsText(settled)} ${settled === 1 ? 'that is' : 'that are'} rejected or fixed already will be signed off too.`,
        ]
      : []),
  ].join(' ')
}

function stayingText(undecided: number, decided: number): string {
  return [
    `${rowsText(undecided)} ${undecided === 1 ? 'stays' : 'stay'} undecided.`,
    ...(decided > 0
      ? [
          `${rowsText(decided)} ${decided === 1 ? 'that is' : 'that are'} decided ${decided === 1 ? 'keeps its decision' : 'keep their decisions'} without a sign-off.`,
        ]
      : []),
  ].join(' ')
}

function rowsText(rows: number): string {
  return `${rows === 0 ? 'No' : numberText(rows)} ${rows === 1 ? 'row' : 'rows'}`
}
