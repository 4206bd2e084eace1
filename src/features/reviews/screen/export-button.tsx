import { type ComponentType, useState } from 'react'
import { useLocation } from 'react-router'
import type { ExportDialogProps, ExportRequest } from '#queries/exports/export-request.ts'
import { usePendingStatus } from '#queries/reviews/decisions.ts'
import { Button } from '#ui/button.tsx'
import { groupingOf } from '../filters/grouping.ts'
import { listWords } from '../filters/list-words.ts'
import { reviewName } from '../parts/review-name.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'

type Props = {
  /** Why what is listed is not what stands in a query box; undefined while it is. */
  readonly unapplied: string | undefined
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** Exports the rows that the list is asked for; the server says to whom not, and why. */
export function ExportButton({ unapplied, ExportDialog }: Props) {
  const { zone, pending } = useReview()
  const { unsent } = usePendingStatus(pending)
  const [request, setRequest] = useState<ExportRequest>()
  const next = useRequest()
  return (
    <>
      <Button
        icon="download"
        refusal={
          next ? unapplied : 'Part of this link could not be read: what it asks for cannot be exported.'
        }
        onClick={() => setRequest(next)}
      >
        Export …
      </Button>
      {request && (
        <ExportDialog request={request} zone={zone} unsent={unsent} onClose={() => setRequest(undefined)} />
      )}
    </>
  )
}

/** What the address asks for, undefined while a part of it cannot be read. */
function useRequest(): ExportRequest | undefined {
  const { certification_id, zone } = useReview()
  const { certification, context, query } = useReviewList()
  const { search } = useLocation()
  const { list } = query
  if (!list) return undefined
  const { filter, mutable_filter, last_time_filter, order_by } = list
  return {
    target: {
      kind: 'review',
      certification_id,
      filter,
      mutable_filter,
      last_time_filter,
      order_by: order_by ?? 'result_id asc',
    },
    name: reviewName(certification, context?.workflow_name, zone),
    words: listWords(search, query, zone),
    order: orderWords(order_by, groupingOf(query, context) !== ''),
    visible: certification.total_result_count,
  }
}

/** The order of a file in words: rows of a grouped list come without its groups. */
function orderWords(order_by: string | undefined, isGrouped: boolean): string | undefined {
  const words = order_by === 'result_id asc' ? 'As gathered' : undefined
  return isGrouped ? `${words ?? order_by}, not in groups` : words
}
