import { useBulkWork } from '#queries/reviews/bulk/bulk-work.ts'
import { Button } from '#ui/button.tsx'
import { FootBar } from '../parts/foot-bar.tsx'
import { useReview } from '../state/review-provider.ts'
import { progressText } from './bulk-words.ts'

type Props = { readonly bulk_id: string; readonly onShow: () => void; readonly onClose: () => void }

/** How far a bulk change is whose window is closed, with the way back to it. */
export function RunningNotice({ bulk_id, onShow, onClose }: Props) {
  const { certification_id } = useReview()
  const { bulk, isUnsure, stop } = useBulkWork(certification_id, bulk_id)
  if (!bulk) return null
  const text =
    bulk.state === 'PREVIEWED'
      ? 'It is not known yet whether a change of many rows was started.'
      : progressText(bulk)
  const putAway = () => {
    // Its start may still arrive: a preview that is cancelled is not started any more.
    if (bulk.state === 'PREVIEWED') stop()
    onClose()
  }
  return (
    <FootBar>
      <span>{text}</span>
      <Button onClick={onShow}>Show</Button>
      {bulk.state !== 'RUNNING' && !isUnsure && <Button onClick={putAway}>Put away</Button>}
    </FootBar>
  )
}
