import type { BulkRef } from '#queries/reviews/bulk/bulk-keys.ts'
import { reviewPath } from '../parts/address.ts'

/** The address of the list of all bulk changes of a review. */
export function bulksPath(certification_id: string): string {
  return `${reviewPath(certification_id)}/bulk`
}

/** The address of one bulk change: its progress, and its receipt. */
export function bulkPath({ certification_id, bulk_id }: BulkRef): string {
  return `${bulksPath(certification_id)}/${encodeURIComponent(bulk_id)}`
}
