import { Outlet, useLoaderData, useLocation } from 'react-router'
import { Skeleton } from '#ui/skeleton.tsx'
import { isolated } from '#std/isolate.ts'
import { readReviewPath } from '../parts/address.ts'
import { NotAvailable } from './not-available.tsx'
import type { ListQuery } from '../filters/list-query.ts'
import { reviewName } from '../parts/review-name.ts'
import type { DrawerContext } from '../drawer/drawer-context.ts'
import { useListQuery } from '../filters/use-list-query.ts'
import { useReviewState } from './use-review-state.ts'
import { useRowLinks } from '../table/use-row-links.ts'
import { ReviewView } from './view.tsx'

/** What the loader of a review's address read of it. */
export type ReviewAsked = { readonly certification_id: string; readonly query: ListQuery }

/** One review: what the address asks for, read from the server. Times are written in `zone` (IANA name). */
export function ReviewPage({ zone }: { readonly zone: string }) {
  const asked: ReviewAsked = useLoaderData()
  return <OneReview key={asked.certification_id} asked={asked} zone={zone} />
}

function OneReview({ asked, zone }: { readonly asked: ReviewAsked; readonly zone: string }) {
  const { certification_id } = asked
  const query = useListQuery(asked.query)
  const review = useReviewState(certification_id, query)
  const links = useRowLinks(certification_id)
  const openRow = readReviewPath(useLocation().pathname)?.result_id
  const { value: certification, failure, retry } = review.certification

  // A failure of a later reading leaves what is there; only one that says that it is gone takes it away.
  if (failure && (!certification || failure.status === 404))
    return (
      <>
        <title>Review · Countersign</title>
        <NotAvailable failure={failure} onRetry={retry} />
      </>
    )
  const { viewer, ready } = review
  if (!certification || !viewer || !ready) return <Skeleton label="Loading the review" rows={12} />
  return (
    <>
      <title>{`${isolated(reviewName(certification, review.context?.workflow_name, zone))} · Countersign`}</title>
      <ReviewView
        review={{ ...review, viewer }}
        certification={certification}
        query={query}
        zone={zone}
        openRow={openRow}
        onOpen={links.open}
        onCancelOpen={links.stay}
        renderRowPage={(view) => {
          const { certification_id: id, rows, pending, now } = review
          const { replace, close } = links
          const around: DrawerContext = {
            ...view,
            certification_id: id,
            viewer,
            rows,
            pending,
            now,
            replace,
            close,
          }
          return <Outlet context={around} />
        }}
      />
    </>
  )
}
