import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Failure } from '#contract/errors.ts'
import { useCertification, useReviewContext } from '#queries/reviews/use-review.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { ReviewLink } from '../parts/review-link.tsx'
import { reviewPath } from '../parts/address.ts'
import { bulksPath } from './bulk-path.ts'
import styles from './page.module.css'

type Props = {
  readonly certification_id: string
  readonly zone: string
  readonly title: string
  /** Whether the page is that of one bulk change, with the way to the list of all. */
  readonly isOne?: boolean
  readonly children: ReactNode
}

/** A page about bulk changes of a review: what it is called, and the ways back. */
export function PageFrame({ certification_id, zone, title, isOne = false, children }: Props) {
  const { value } = useCertification(certification_id)
  const { value: context } = useReviewContext(certification_id)
  return (
    <div className={styles.page}>
      <title>{`${title} · Countersign`}</title>
      <nav aria-label="Review">
        {value ? (
          <ReviewLink certification_id={certification_id} workflow={context?.workflow_name} zone={zone} />
        ) : (
          <Link to={reviewPath(certification_id)}>Review</Link>
        )}
        {isOne && (
          <>
            {' / '}
            <Link to={bulksPath(certification_id)}>Changes of many rows</Link>
          </>
        )}
      </nav>
      <h1>{title}</h1>
      {children}
    </div>
  )
}

/** Why a bulk change, or the list of all, is not shown; one of others looks like one that does not exist. */
export function NotShown({ failure, onRetry }: { readonly failure: Failure; readonly onRetry: () => void }) {
  if (failure.status === 404)
    return (
      <EmptyState title="This is not available">
        It does not exist, or is the work of somebody else. Who made a change of many rows sees its receipt,
        and so does who sees the whole review.
      </EmptyState>
    )
  return (
    <ErrorPanel
      title="This could not be read"
      message={failure.message}
      advice={failure.resolution || undefined}
      requestId={failure.request_id || undefined}
      onRetry={onRetry}
    />
  )
}
