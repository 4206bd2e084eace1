import { mayAct } from '#contract/reviews/review-rules.ts'
import type { ReviewReader } from '#queries/reviews/row-situation.ts'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import { Button } from '#ui/button.tsx'
import { mayChangeRows } from '../table/kit.ts'

type Props = { readonly reader: ReviewReader; readonly now: number; readonly onPress: () => void }

/** Begins the sign-off of everything decided; not there for whoever changes nothing, and says why where it is over. */
export function SignOffButton({ reader, now, onPress }: Props) {
  if (!mayChangeRows(reader)) return null
  const refusal = mayAct('sign off', aDecidedRow(reader, now))?.message
  return (
    <Button
      aria-disabled={refusal !== undefined}
      data-tip={refusal}
      onClick={() => refusal === undefined && onPress()}
    >
      Sign off …
    </Button>
  )
}

/** A row that the reader could sign off if the review is open. */
function aDecidedRow({ certification, roles, own, settings }: ReviewReader, now: number) {
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
