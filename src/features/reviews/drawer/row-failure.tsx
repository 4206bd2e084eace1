import type { Failure } from '#contract/errors.ts'
import type { Result } from '#contract/reviews/result.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { givenAway } from '../parts/reassigned.ts'
import { useReview } from '../state/review-provider.ts'

type Props = {
  readonly failure: Failure
  /** Whether an earlier reading of the row is shown below. */
  readonly known: boolean
  readonly onRetry: () => void
  readonly onClose: () => void
}

/** Why a row cannot be shown. One that does not exist and one that is not the reader's look the same. */
export function RowFailure({ failure, known, onRetry, onClose }: Props) {
  if (failure.status === 404 || failure.status === 400) return <NoSuchRow onClose={onClose} />
  return (
    <ErrorPanel
      title={known ? 'This row could not be read again' : 'This row could not be read'}
      message={failure.message}
      advice={failure.resolution || undefined}
      requestId={failure.request_id || undefined}
      onRetry={failure.status === 403 ? undefined : onRetry}
    />
  )
}

/** The address names no row that the reader can see. */
export function NoSuchRow({ onClose }: { readonly onClose: () => void }) {
  return (
    <EmptyState title="This row is not available" actions={<Button onClick={onClose}>Show the list</Button>}>
      <p>It does not exist, or it is not (or no longer) yours to see. Ask whoever sent the link.</p>
    </EmptyState>
  )
}

type LostProps = {
  readonly row: Result
  /** How to open the next row; undefined where there is none. */
  readonly next: (() => void) | undefined
  readonly onClose: () => void
}

/** A row that the reader saw, and sees no more: they have given it to others, somebody else has, or the review is over. */
export function LostRow({ row, next, onClose }: LostProps) {
  const ownDoing = givenAway(row, useReview().viewer.user)
  return (
    <EmptyState
      title={ownDoing ?? 'This row is no longer yours to see'}
      actions={
        <>
          {next && <Button onClick={next}>Next row</Button>}
          <Button onClick={onClose}>Show the list</Button>
        </>
      }
    >
      <p>
        {ownDoing === undefined
          ? 'It was given to somebody else, or the review is over.'
          : 'They review it now, and you can no longer see it.'}
      </p>
    </EmptyState>
  )
}
