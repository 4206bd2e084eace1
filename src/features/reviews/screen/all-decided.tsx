import { phaseOf } from '#contract/reviews/review-phase.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { numberText } from '#ui/number-text.ts'
import { mayChangeRows, useReview, useReviewList } from '../table/review-context.ts'

/** In place of the rows to decide once there are none: what is left to do then. */
export function AllDecided() {
  const { viewer, now } = useReview()
  const { certification, signOff } = useReviewList()
  const rows = useSignable()
  const maySign = mayChangeRows(viewer) && phaseOf(certification, now) === 'in progress'
  const [count, them] = rows === 1 ? ['1 row', 'It is'] : [`${numberText(rows)} rows`, 'They are']
  if (!maySign || rows === 0)
    return (
      <EmptyState title="Everything is decided">
        {rows === 0 ? 'And everything is signed off.' : `${count} not signed off.`}
      </EmptyState>
    )
  return (
    <EmptyState
      title="Everything is decided"
      actions={
        <Button look="primary" onClick={signOff}>
          Sign off {count}
        </Button>
      }
    >
      {them} not signed off yet.
    </EmptyState>
  )
}

/** How many decided rows the reader has to sign off, where none is left to decide. */
function useSignable(): number {
  const { includesOthers } = useReview()
  const { certification, context } = useReviewList()
  const { total_result_count, total_signed_off_count } = certification
  if (includesOthers || !context) return total_result_count - total_signed_off_count
  return context.my_open_rows
}
