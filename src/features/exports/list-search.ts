import type { ExportTarget } from '#queries/exports/export-request.ts'

/** The query of the address that lists what an export was made of, with its `?`. */
export function listSearch(target: ExportTarget): string {
  const search = new URLSearchParams()
  if (target.filter !== undefined) search.set('filter', target.filter)
  if (target.kind === 'events' && target.cause !== undefined) search.set('cause', target.cause)
  if (target.kind === 'events' && target.message !== undefined) search.set('message', target.message)
  if (target.kind === 'review' && target.mutable_filter !== undefined)
    search.set('mutable_filter', target.mutable_filter)
  if (target.kind === 'identities' && target.became) search.set('became', target.became)
  // Identities have one order, and their page takes none.
  if (target.kind !== 'identities') search.set('order_by', target.order_by)
  const query = search.toString()
  return query && `?${query}`
}
