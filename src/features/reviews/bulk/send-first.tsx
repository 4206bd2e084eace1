import { useEffect, useEffectEvent } from 'react'
import { usePendingStatus } from '#queries/reviews/decisions.ts'
import { useConnectionState } from '#queries/use-connection.ts'
import { Button } from '#ui/button.tsx'
import { FormFoot } from '#ui/form.tsx'
import { Problem } from '#ui/hint.tsx'
import { numberText } from '#ui/number-text.ts'
import { useReview } from '../state/review-provider.ts'
import { Statement } from './statement.tsx'

type Props = {
  readonly refusal: string | undefined
  /** Nothing is on its way any more, or what is may be left out. */
  readonly onReady: () => void
  readonly onClose: () => void
}

/** Waits for what is unsent of the review before a preview looks at its rows; what waits for the reader is not waited for. */
export function SendFirst({ refusal, onReady, onClose }: Props) {
  const { pending } = useReview()
  const { unsent, waiting } = usePendingStatus(pending)
  const isConnected = useConnectionState() === 'connected'
  const onWay = unsent - waiting
  const ready = useEffectEvent(onReady)
  const isFree = onWay === 0 && isConnected && refusal === undefined
  useEffect(() => {
    if (isFree) ready()
  }, [isFree])
  const changes = onWay === 1 ? '1 change of yours' : `${numberText(onWay)} changes of yours`
  return (
    <>
      <Statement>
        {onWay > 0 &&
          `First ${changes} ${onWay === 1 ? 'is' : 'are'} sent that ${onWay === 1 ? 'is' : 'are'} not saved yet.`}
        {!isConnected && ' Not connected: the preview follows when the server answers again.'}
      </Statement>
      <Problem text={refusal} />
      <FormFoot>
        {onWay > 0 && refusal === undefined && isConnected && (
          <Button onClick={onReady}>Preview without {onWay === 1 ? 'this row' : 'these rows'}</Button>
        )}
        <Button onClick={onClose}>Cancel</Button>
      </FormFoot>
    </>
  )
}
