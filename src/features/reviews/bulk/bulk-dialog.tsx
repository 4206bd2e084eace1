import { useState } from 'react'
import { Dialog } from '#ui/dialog.tsx'
import { FormParts } from '#ui/form.tsx'
import { useBulkWork } from '#queries/reviews/bulk/bulk-work.ts'
import type { BulkAsking } from '../state/bulk-asking.ts'
import { useReview } from '../state/review-provider.ts'
import { AskedBulk } from './asked-bulk.tsx'
import { actionOf, wordsOf } from './bulk-words.ts'
import { RunningNotice } from './running-notice.tsx'
import { BulkStages } from './stages.tsx'

type Props = {
  readonly asking: BulkAsking
  /** Nothing is open any more, and nothing goes on. */
  readonly onClose: () => void
}

/**
 * The bulk changes of an open review: the dialog of the one that is asked about, and below the rows a line for each that goes
 * on with its window closed.
 */
export function BulkDialog({ asking, onClose }: Props) {
  const [open, setOpen] = useState<BulkAsking | string | undefined>(asking)
  const [last, setLast] = useState(asking)
  const [started, setStarted] = useState<readonly string[]>([])
  if (last !== asking) {
    setLast(asking)
    setOpen(asking)
  }
  const closed = (bulk_id?: string) => {
    const going = bulk_id === undefined || started.includes(bulk_id) ? started : [...started, bulk_id]
    setStarted(going)
    setOpen(undefined)
    if (going.length === 0) onClose()
  }
  const over = (bulk_id: string) => {
    const going = started.filter((other) => other !== bulk_id)
    setStarted(going)
    if (going.length === 0 && open === undefined) onClose()
  }
  return (
    <>
      {started.map((bulk_id) => (
        <RunningNotice
          key={bulk_id}
          bulk_id={bulk_id}
          onShow={() => setOpen(bulk_id)}
          onClose={() => over(bulk_id)}
        />
      ))}
      {typeof open === 'string' && <StartedBulk bulk_id={open} onClose={() => closed()} />}
      {typeof open === 'object' && <AskedBulk asking={open} onClose={closed} />}
    </>
  )
}

/** The window of a bulk change that goes on. */
function StartedBulk({ bulk_id, onClose }: { readonly bulk_id: string; readonly onClose: () => void }) {
  const { certification_id, zone } = useReview()
  const work = useBulkWork(certification_id, bulk_id)
  const title = work.bulk ? `${wordsOf(actionOf(work.bulk)).verb} many rows` : 'Change many rows'
  return (
    <Dialog title={title} onClose={onClose}>
      <FormParts>
        <BulkStages work={work} zone={zone} onAgain={onClose} onClose={onClose} />
      </FormParts>
    </Dialog>
  )
}
