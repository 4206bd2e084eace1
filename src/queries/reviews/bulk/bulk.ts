import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import type { Bulk, BulkRow } from '#contract/reviews/bulk.ts'
import { bulkRoutes } from '#contract/reviews/bulk-calls.ts'
import { requestOf } from '#contract/request.ts'
import { type PagedReading, usePages } from '../../pages.ts'
import { useClient } from '../../provider.tsx'
import { bulkKeys, type BulkPart, type BulkRef } from './bulk-keys.ts'

/** So often a bulk change that runs is looked at, in milliseconds. */
export const lookAgainMs = 1000

/** One bulk change, read again and again while it runs; it answers 404 to whom it does not concern. */
export function bulkQuery(client: Client, { certification_id, bulk_id }: BulkRef) {
  return queryOptions({
    queryKey: bulkKeys.change({ certification_id, bulk_id }),
    queryFn: async ({ signal }): Promise<Bulk> =>
      (await client.call(bulkRoutes.getBulk, { params: { certification_id, bulk_id } }, signal)).value,
    // The answer that a preview or a start gave is what it would be asked for at once.
    staleTime: lookAgainMs,
    refetchInterval: ({ state }) => (goesOn(state.data) ? lookAgainMs : false),
  })
}

/** Whether a bulk change, or an undo of it, runs. */
export function goesOn(bulk: Pick<Bulk, 'state' | 'undone_by'> | undefined): boolean {
  return bulk?.state === 'RUNNING' || (bulk?.undone_by.some(({ state }) => state === 'RUNNING') ?? false)
}

/** The bulk changes of a certification, newest first: those of the reader, or all for who sees all of its rows. */
export function useBulkList(certification_id: string): PagedReading<Bulk> {
  const client = useClient()
  return usePages(bulkKeys.list(certification_id), (page_token, signal) => {
    const query = page_token === '' ? {} : { page_token }
    return client.call(bulkRoutes.listBulks, { params: { certification_id }, query }, signal)
  })
}

/** Rows of a bulk change; `hidden` are those that its maker does not see any more. */
export type BulkRows = PagedReading<BulkRow> & { readonly hidden: number }

/** The rows of a part of a bulk change, a page at a time. */
export function useBulkRows({ certification_id, bulk_id }: BulkRef, part: BulkPart): BulkRows {
  const client = useClient()
  const { first, ...pages } = usePages(
    bulkKeys.rows({ certification_id, bulk_id }, part),
    (page_token, signal) => {
      const query = { ...part, page_size: '50', ...(page_token && { page_token }) }
      return client.call(bulkRoutes.listBulkRows, { params: { certification_id, bulk_id }, query }, signal)
    },
  )
  return { ...pages, hidden: first?.hidden ?? 0 }
}

/** Where the receipt of a bulk change is as a file; a GET that changes nothing. */
export function receiptFile(params: BulkRef): string {
  return requestOf(bulkRoutes.downloadReceipt, { params }).path
}
