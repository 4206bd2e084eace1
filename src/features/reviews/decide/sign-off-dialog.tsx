import { useState } from 'react'
import { othersSession } from '#queries/reviews/rule-input.ts'
import { useSigning } from '#queries/reviews/use-signing.ts'
import { useConnectionState } from '#queries/use-connection.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { Hint, Problem } from '#ui/hint.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { useReview } from '../state/review-provider.ts'
import { SignOffProgress } from './sign-off-progress.tsx'
import { SignOffCounts, SignOffStart } from './sign-off-summary.tsx'
import { useSignOffPlans } from './use-sign-off-plans.ts'

/** Signs off everything covered that is decided, or what of it the filtered list shows, after saying what that is. */
export function SignOffDialog({ onClose }: { readonly onClose: () => void }) {
  const { certification_id, store, pending, viewer, covers, includesOthers } = useReview()
  const signing = useSigning(certification_id, { store, pending, viewer, covers })
  const { progress, running } = signing
  const { plan, listed, failure, retry } = useSignOffPlans(progress !== undefined)
  const [stops, setStops] = useState(0)
  const canStop = running && !signing.stopping
  const problem = progress ? signing.failure : failure

  function close() {
    if (!canStop) return onClose()
    signing.stop()
    // Esc and a press beside it have closed the window: it opens again to say what was signed off.
    setStops(stops + 1)
  }
  return (
    <Dialog key={stops} title="Sign off decided rows" onClose={close}>
      <FormParts>
        {progress ? (
          <SignOffProgress progress={progress} running={running} stopping={signing.stopping} />
        ) : (
          <NotConnected />
        )}
        {plan && <SignOffCounts plan={plan} listed={listed} includesOthers={includesOthers} />}
        {!progress && !plan && !problem && <Skeleton label="Counting your rows" rows={4} />}
        <Problem text={viewer.isOthers ? othersSession.message : problem?.message} />
        <FormFoot>
          {plan && !viewer.isOthers && <SignOffStart plan={plan} listed={listed} onStart={signing.start} />}
          {failure && !progress && <Button onClick={retry}>Try again</Button>}
          <Button ref={autofocus} onClick={close}>
            {canStop ? 'Stop' : progress ? 'Close' : 'Cancel'}
          </Button>
        </FormFoot>
      </FormParts>
    </Dialog>
  )
}

/** Before anything has begun: what is started now waits for the connection. */
function NotConnected() {
  const state = useConnectionState()
  if (state === 'connected') return null
  return (
    <Hint as="output">
      {state === 'server busy'
        ? 'The server is busy or restarting. A sign-off that is started now begins when it answers again.'
        : 'Not connected. A sign-off that is started now begins when the connection is back.'}
    </Hint>
  )
}
