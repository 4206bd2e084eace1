import { useEffect, useEffectEvent, useState } from 'react'
import type { Bulk } from '#contract/reviews/bulk.ts'
import { useBulkWork } from '#queries/reviews/bulk/bulk-work.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Form, FormFoot, FormParts } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { actionOf } from './bulk-words.ts'
import { BulkStages } from './stages.tsx'

type Props = { readonly bulk: Bulk; readonly zone: string; readonly onClose: () => void }

/** Takes a bulk change back: the same preview, run and receipt. Undoing sign-offs is forced, so a reason comes first. */
export function UndoDialog({ bulk, zone, onClose }: Props) {
  const { certification_id, bulk_id } = bulk
  const isForced = actionOf(bulk) === 'sign off'
  const [isAsking, setAsking] = useState(isForced)
  const [reason, setReason] = useState('')
  const work = useBulkWork(certification_id)
  const preview = () => work.preview({ undoes: bulk_id, reason: reason.trim() })
  const first = useEffectEvent(preview)
  useEffect(() => {
    if (!isForced) first()
  }, [isForced])
  const finish = () => {
    if (reason.trim() === '') return
    setAsking(false)
    preview()
  }
  const close = () => {
    if (work.mayStartLate) work.stop()
    onClose()
  }
  return (
    <Dialog title="Undo a change of many rows" onClose={close}>
      {isAsking ? (
        <Form onSubmit={finish}>
          <FormField
            label="Why these sign-offs are undone (required)"
            hint="It stands in the history of each row."
          >
            {(wiring) => (
              <textarea
                {...wiring}
                rows={3}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            )}
          </FormField>
          <FormFoot>
            <Button
              type="submit"
              look="primary"
              refusal={reason.trim() === '' ? 'Write why first.' : undefined}
            >
              Preview
            </Button>
            <Button onClick={close}>Cancel</Button>
          </FormFoot>
        </Form>
      ) : (
        <FormParts>
          <BulkStages
            work={work}
            zone={zone}
            onAgain={preview}
            onBack={isForced ? () => setAsking(true) : undefined}
            onClose={close}
          />
        </FormParts>
      )}
    </Dialog>
  )
}
