import type { UserKey } from '#contract/people.ts'
import { reviewKeys } from '../review-keys.ts'
import type { ReviewListQuery } from '../review-positions.ts'

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
  /** What all rows that were read one by one begin with. */
  openRows: (certification_id: string) => reviewKeys.row(certification_id, 0).slice(0, -1),
  /** Which rows of a list, as it was frozen at a moment, a person reviews. */
  ownRows: (
    certification_id: string,
    user: UserKey,
    of: { readonly query: Partial<ReviewListQuery>; readonly asOf: number },
  ) => ['review', certification_id, 'own rows', user.user_type, user.id, of] as const,
} as const
