import { phaseOf } from '#contract/reviews/review-phase.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { numberText } from '#ui/number-text.ts'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'

const title = 'Everything is decided'

/** In place of the rows to decide once there are none: what is left to do then, or that there are some by now. */
export function AllDecided() {
  const { viewer, now } = useReview()
  const { certification, signOff, rows } = useReviewList()
  const toDecide = certification.total_result_count - certification.total_complete_count
  const left = certification.total_result_count - certification.total_signed_off_count
  const mine = useSignable(left)
  const maySign = mayChangeRows(viewer) && phaseOf(certification, now) === 'in progress'
  if (toDecide > 0)
    return (
      <EmptyState
        title="This list is out of date"
        actions={<Button onClick={rows.refresh}>Show {toDecide === 1 ? 'it' : 'them'}</Button>}
      >
        {rowsText(toDecide)} {toDecide === 1 ? 'is' : 'are'} to decide by now.
      </EmptyState>
    )
  if (maySign && mine !== undefined && mine > 0)
    return (
      <EmptyState
        title={title}
        actions={
          <Button look="primary" onClick={signOff}>
            Sign off {rowsText(mine)}
          </Button>
        }
      >
        {mine === 1 ? 'It is' : 'They are'} not signed off yet.
      </EmptyState>
    )
  return (
    <EmptyState title={title}>
      {left === 0 ? 'Everything is signed off too.' : `${rowsText(left)} not signed off.`}
    </EmptyState>
  )
}

/** How many of the rows that are left the reader signs off; undefined until it is known. */
function useSignable(left: number): number | undefined {
  const { includesOthers } = useReview()
  const { context } = useReviewList()
  return includesOthers ? left : context?.my_open_rows
}

function rowsText(count: number): string {
  return count === 1 ? '1 row' : `${numberText(count)} rows`
}
