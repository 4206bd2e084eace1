import type { Bulk, BulkChange } from '#contract/reviews/bulk.ts'

/** The note that a bulk change gives its rows, '' for none, as an undo; one blank clears it. */
export function noteOf({ change: { notes }, undoes }: Pick<Bulk, 'change' | 'undoes'>): string {
  return undoes === null && typeof notes === 'string' ? notes : ''
}

/** The people to whom a bulk change gives its rows; undefined where it reassigns none, as an undo. */
export function reviewersOf({
  change,
  undoes,
  new_reviewers,
}: Pick<Bulk, 'change' | 'undoes' | 'new_reviewers'>): BulkChange['reviewers'] {
  if (undoes !== null) return undefined
  if (new_reviewers) return new_reviewers
  const { reviewers }: Pick<BulkChange, 'reviewers'> = change
  return reviewers
}
