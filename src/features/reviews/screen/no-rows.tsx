import type { Failure } from '#contract/errors.ts'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import { UnreadableNotice } from '#table/address/unreadable-notice.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { isFiltered, isToDecide } from '../filters/list-query.ts'
import { AllDecided } from './all-decided.tsx'
import { useReview, useReviewList } from '../state/review-provider.ts'

/** Why there are no rows: they are not asked for, on their way, could not be read, or there are none. */
export function NoRows() {
  const { now } = useReview()
  const { query, rows, certification } = useReviewList()
  const filtered = isFiltered(query)
  const phase = phaseOf(certification, now)
  const { state, stale, retry, refresh } = rows
  const clear = filtered && <Button onClick={query.clear}>Clear the filter</Button>
  if (!query.list) return <UnreadableNotice unreadable={query.unreadable} onDrop={query.dropUnreadable} />
  if (state.kind === 'failed') return <Failed failure={state.failure} clear={clear} onRetry={retry} />
  if (state.kind === 'loading' || stale) return <Skeleton label="Loading the rows" rows={12} />
  if (phase === 'searching')
    return (
      <EmptyState
        title="The rows are being gathered"
        actions={<Button onClick={refresh}>Check again</Button>}
      >
        The query of this review is still running.
      </EmptyState>
    )
  if (phase === 'failed')
    return <ErrorPanel title="The query of this review failed" message={certification.error_reason} />
  if (isToDecide(query)) return <AllDecided />
  if (filtered)
    return (
      <EmptyState title="No row matches" actions={clear}>
        All rows that you can see were searched.
      </EmptyState>
    )
  return <EmptyState title="There are no rows">No access was found for this review.</EmptyState>
}

type FailedProps = {
  readonly failure: Failure
  readonly clear: React.ReactNode
  readonly onRetry: () => void
}

function Failed({ failure, clear, onRetry }: FailedProps) {
  const refused = failure.status >= 400 && failure.status < 500 && failure.status !== 429
  return (
    <ErrorPanel
      title={refused ? 'The server refused this request' : 'The rows could not be read'}
      message={failure.message}
      advice={failure.resolution || undefined}
      details={failure.violations
        .filter(({ description }) => description !== failure.message)
        .map(({ field, description }) => `${field}: ${description}`)}
      requestId={failure.request_id || undefined}
      onRetry={refused ? undefined : onRetry}
      actions={refused ? clear : undefined}
    />
  )
}
