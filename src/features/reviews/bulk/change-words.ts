import type { Bulk, BulkChange } from '#contract/reviews/bulk.ts'

/** The note that a bulk change gives its rows, '' for none; one blank clears it. */
export function noteOf({ change: { notes } }: Pick<Bulk, 'change'>): string {
  return typeof notes === 'string' ? notes : ''
}

/** The people to whom a bulk change gives its rows; undefined where it reassigns none. */
export function reviewersOf({ change }: Pick<Bulk, 'change'>): BulkChange['reviewers'] {
  const { reviewers }: Pick<BulkChange, 'reviewers'> = change
  return reviewers
}
