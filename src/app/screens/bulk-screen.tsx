import { useLocation } from 'react-router'
import { BulkListPage } from '#features/reviews/bulk/list-page.tsx'
import { ReceiptPage } from '#features/reviews/bulk/receipt-page.tsx'
import { useZone } from '../frame/zone.tsx'

/** Changes of many rows of a review, or one of them with its receipt, in the frame of the page. */
export function BulkScreen() {
  const { name: zone } = useZone()
  // As it stands in the address: the router decodes it twice.
  const [, , certification_id = '', , bulk_id = ''] = useLocation().pathname.split('/').map(decoded)
  return bulk_id === '' ? (
    <BulkListPage certification_id={certification_id} zone={zone} />
  ) : (
    <ReceiptPage key={bulk_id} certification_id={certification_id} bulk_id={bulk_id} zone={zone} />
  )
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
