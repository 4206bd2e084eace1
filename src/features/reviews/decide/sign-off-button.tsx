import { mayAct } from '#contract/reviews/review-rules.ts'
import { othersSession, type ReviewViewer } from '#queries/reviews/rule-input.ts'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import { Button } from '#ui/button.tsx'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'

/** Begins the sign-off of everything decided; not there for whoever changes nothing, and says why where it is over. */
export function SignOffButton() {
  const { viewer, now } = useReview()
  const { signOff } = useReviewList()
  if (!mayChangeRows(viewer)) return null
  const refusal = viewer.isOthers ? othersSession : mayAct('sign off', aDecidedRow(viewer, now))
  return (
    <Button refusal={refusal?.message} onClick={signOff}>
      Sign off decided rows …
    </Button>
  )
}

/** A row that the reader could sign off if the review is open. */
function aDecidedRow({ certification, roles, own, settings }: ReviewViewer, now: number) {
  return {
    phase: phaseOf(certification, now),
    decision: 'RESULT_DECISION_ACCEPTED',
    signedOff: false,
    roles,
    assigned: true,
    own,
    self: false,
    settings,
  } as const
}
