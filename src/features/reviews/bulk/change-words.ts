import type { Bulk, BulkChange } from '#contract/reviews/bulk.ts'
import { plainName } from '../parts/people/person-text.ts'

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

/** Who is replaced, by name, of a change that leaves the other reviewers of a row; undefined of all others. */
export function replacedIn({
  change,
  undoes,
  replaced,
}: Pick<Bulk, 'change' | 'undoes' | 'replaced'>): string | undefined {
  const { replaces }: Pick<BulkChange, 'replaces'> = change
  if (undoes !== null || !replaces) return undefined
  return replaced ? plainName(replaced) : replaces.id
}

/** A text, or its first `most` characters and ` …` where it is longer. */
export function shortened(text: string, most: number): string {
  const characters = [...text]
  return characters.length > most ? `${characters.slice(0, most).join('')} …` : text
}
