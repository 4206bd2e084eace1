import type { ComponentType } from 'react'
import { useLoaderData } from 'react-router'
import type { ExportDialogProps } from '#queries/exports/export-request.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import { isolated } from '#std/isolate.ts'
import { LeftChanges } from './left-changes.tsx'
import { NotAvailable } from './not-available.tsx'
import type { ListQuery } from '../filters/list-query.ts'
import { reviewName } from '../parts/review-name.ts'
import { useListQuery } from '../filters/use-list-query.ts'
import { useReviewState } from '../state/use-review-state.ts'
import { ReviewView } from './view.tsx'

/** What the loader of a review's address read of it. */
export type ReviewAddress = { readonly certification_id: string; readonly query: ListQuery }

type Props = {
  /** The time zone of times (IANA name). */
  readonly zone: string
  /** Exports the rows that the list is asked for. */
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** One review: what the address asks for, read from the server. */
export function ReviewPage(props: Props) {
  const address: ReviewAddress = useLoaderData()
  return <OneReview key={address.certification_id} address={address} {...props} />
}

function OneReview({ address, zone, ExportDialog }: Props & { readonly address: ReviewAddress }) {
  const query = useListQuery(address.query)
  const review = useReviewState(address.certification_id, query)
  const { value: certification, failure, retry } = review.certification

  // A failure of a later reading leaves what is there; only one that says that it is gone takes it away.
  if (failure && (!certification || failure.status === 404))
    return (
      <>
        <title>Review · Countersign</title>
        <NotAvailable failure={failure} onRetry={retry} />
        <LeftChanges pending={review.pending} store={review.rows.store} zone={zone} />
      </>
    )
  const { viewer, ready } = review
  if (!certification || !viewer || !ready) return <Skeleton label="Loading the review" rows={12} />
  return (
    <>
      {/* The page of a person or a resource has its own. */}
      {!query.entity && (
        <title>{`${isolated(reviewName(certification, review.context?.workflow_name, zone))} · Countersign`}</title>
      )}
      <ReviewView
        review={{ ...review, viewer }}
        certification={certification}
        query={query}
        zone={zone}
        ExportDialog={ExportDialog}
      />
    </>
  )
}
