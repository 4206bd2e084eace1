import { usePendingStatus } from '#queries/reviews/decisions.ts'
import { useSigning, useSignOffSummary } from '#queries/reviews/sign-off.ts'
import type { Signing } from '#queries/reviews/sign-rows.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
import { Hint, Problem } from '#ui/hint.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { isFiltered } from '../filters/list-query.ts'
import { useReview, useReviewList } from '../state/review-context.ts'
import { SignOffProgress } from './sign-off-progress.tsx'
import { SignOffCounts, SignOffStart } from './sign-off-summary.tsx'

/** Signs off everything covered that is decided, or what of it the filtered list shows, after saying what that is. */
export function SignOffDialog({ onClose }: { readonly onClose: () => void }) {
  const { certification_id, store, pending, viewer, covers, includesOthers } = useReview()
  const { unsent } = usePendingStatus(pending)
  const { summary, listed, failure, retry } = useSummaries()
  const signing = useSigning(certification_id, { store, pending, viewer, covers })
  const { progress, running } = signing
  const problem = signing.failure ?? failure
  return (
    <Dialog title="Sign off decided rows" onClose={onClose}>
      <FormParts>
        {progress ? <SignOffProgress progress={progress} running={running} /> : null}
        {!progress && summary && (
          <SignOffCounts summary={summary} listed={listed} includesOthers={includesOthers} />
        )}
        {!progress && !summary && !problem && <Skeleton label="Counting your rows" rows={4} />}
        <Problem text={problem?.message} />
        {!progress && unsent > 0 && <Hint>{unsentText(unsent)}</Hint>}
        <FormFoot>
          {!progress && summary && (
            <SignOffStart summary={summary} listed={listed} running={running} onStart={signing.start} />
          )}
          {failure && <Button onClick={retry}>Try again</Button>}
          <Button ref={autofocus} onClick={onClose}>
            {closeWord(progress, running)}
          </Button>
        </FormFoot>
      </FormParts>
    </Dialog>
  )
}

/** What can be signed off, of all rows and of the list where it is narrowed; neither before both are known. */
function useSummaries() {
  const { certification_id, viewer, includesOthers } = useReview()
  const { query } = useReviewList()
  const user = includesOthers ? undefined : viewer.user
  const narrowed = isFiltered(query)
  const all = useSignOffSummary({ certification_id, user })
  const list = useSignOffSummary({ certification_id, user, list: query.list, enabled: narrowed })
  const known = !narrowed || list.value !== undefined
  return {
    summary: known ? all.value : undefined,
    listed: narrowed ? list.value : undefined,
    failure: all.failure ?? list.failure,
    retry: () => {
      if (all.failure) all.retry()
      if (list.failure) list.retry()
    },
  }
}

function unsentText(unsent: number): string {
  return unsent === 1
    ? 'One of your changes is not saved yet; its row is left out.'
    : `${unsent.toLocaleString('en')} of your changes are not saved yet; their rows are left out.`
}

function closeWord(progress: Signing | undefined, running: boolean): string {
  if (running) return 'Stop'
  return progress ? 'Close' : 'Cancel'
}
