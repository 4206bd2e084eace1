import type { CertificationList } from '#queries/reviews/certifications.ts'
import type { Reading } from '#queries/reading.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { ListFailure } from './list-failure.tsx'

type Props = {
  readonly certifications: Reading<CertificationList>
  /** There are some, but none that was asked for. */
  readonly filtered: boolean
  /** Whether the reader can make one. */
  readonly creating: boolean
  readonly onClear: () => void
}

/** Why there are no certifications: they are on their way, may not be seen, could not be read, or there are none. */
export function NoCertifications({ certifications, filtered, creating, onClear }: Props) {
  const { value, failure, retry } = certifications
  if (!value) {
    if (failure) return <ListFailure failure={failure} onRetry={retry} />
    return <Skeleton label="Loading reviews" rows={8} />
  }
  if (filtered)
    return (
      <EmptyState title="No review matches" actions={<Button onClick={onClear}>Clear the filter</Button>}>
        All reviews that you can see were searched; superseded ones only where that phase is chosen.
      </EmptyState>
    )
  if (creating)
    return (
      <EmptyState title="No reviews yet">
        <p>Import who has access to what, which makes the first one:</p>
        <p>
          <code>npm run import -- certification FILE --workflow NAME</code>
        </p>
        <p>After that, New review creates more for the same access.</p>
      </EmptyState>
    )
  return (
    <EmptyState title="Nothing to review">
      No review has rows for you. Whoever runs one makes you a reviewer of its rows; it is listed here then.
    </EmptyState>
  )
}
