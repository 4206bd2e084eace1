/** Which bulk change of which certification. */
export type BulkRef = { readonly certification_id: string; readonly bulk_id: string }

/** Which rows of a bulk change: those left out for a reason, those of which something became, or all. */
export type BulkPart = { readonly left_out?: string; readonly outcome?: string }

const bulks = (certification_id: string) => ['review', certification_id, 'bulks'] as const

/** The cache keys of bulk changes. */
export const bulkKeys = {
  list: (certification_id: string) => [...bulks(certification_id), 'list'] as const,
  change: ({ certification_id, bulk_id }: BulkRef) => [...bulks(certification_id), bulk_id] as const,
  rows: ({ certification_id, bulk_id }: BulkRef, { left_out, outcome }: BulkPart) =>
    [...bulks(certification_id), bulk_id, 'rows', left_out, outcome] as const,
} as const
