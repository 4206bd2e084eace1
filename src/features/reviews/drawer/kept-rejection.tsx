import type { Result } from '#contract/reviews/result.ts'
import { useHistory } from '#queries/reviews/history.ts'
import { mayReaderAct } from '#queries/reviews/rule-input.ts'
import { Button } from '#ui/button.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import { plainName } from '../parts/people/person-text.ts'
import { rejectionOfNote } from '../parts/rejection-note.ts'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'

/** Says of a row that is rejected no more that its note is still the reason of the rejection, and offers to change it. */
export function KeptRejection({ row }: { readonly row: Result }) {
  const { certification_id, viewer, now, zone, act } = useReview()
  const { inRow } = useReviewList().work
  const { value: history = [] } = useHistory(certification_id, row.result_id)
  const rejection = rejectionOfNote(row, history)
  if (!rejection) return null
  const mayEdit = mayChangeRows(viewer) && !mayReaderAct('note', row, viewer, now)
  return (
    <p>
      <Muted isSmall>
        The note of the rejection stays: <Marked text={plainName(rejection.user)} /> wrote it on{' '}
        {minuteText(rejection.time, zone)}.
      </Muted>{' '}
      {mayEdit && (
        <Button look="quiet" onClick={() => inRow(row.result_id, () => act('note', row.result_id))}>
          Edit the note
        </Button>
      )}
    </p>
  )
}
