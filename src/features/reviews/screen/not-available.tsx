import { Link } from 'react-router'
import type { Failure } from '#contract/errors.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { reviewsPath } from '../parts/address.ts'

type Props = { readonly failure: Failure; readonly onRetry: () => void }

/** Why a review cannot be shown. One that does not exist and one that is not the reader's look the same. */
export function NotAvailable({ failure, onRetry }: Props) {
  if (failure.status !== 404) {
    return (
      <ErrorPanel
        title="This review could not be read"
        message={failure.message}
        advice={failure.resolution || undefined}
        requestId={failure.request_id || undefined}
        onRetry={failure.status === 403 ? undefined : onRetry}
      />
    )
  }
  return (
    <EmptyState title="This review is not available" actions={<Link to={reviewsPath}>Show the reviews</Link>}>
      <p>
        It does not exist, is not published yet, or none of its rows is yours (any more). Ask whoever sent the
        link.
      </p>
    </EmptyState>
  )
}
