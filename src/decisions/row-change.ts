import type { WorkflowUser } from '#contract/people.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'

/**
 * A change of a row; keys that are absent stay as they are. Notes of one blank clear the note, `reviewers` replaces the
 * list (veza-api B.7).
 */
export type RowChange = {
  readonly decision?: Decision
  readonly notes?: string
  readonly signed_off_state?: 'SIGNED_OFF'
  readonly reviewers?: readonly WorkflowUser[]
}

/** The keys of a row that a reviewer can change. */
export const changeable = ['decision', 'notes', 'signed_off_state', 'reviewers'] as const
/** One of these keys. */
export type Changeable = (typeof changeable)[number]

/** The keys of a row that a change sets, with their new values; shown before the server has answered. */
export function partOf(change: RowChange): Partial<Result> {
  const { decision, notes, signed_off_state, reviewers } = change
  return {
    ...(decision === undefined ? {} : { decision }),
    // An empty text counts as absent, and a blank clears.
    ...(notes === undefined || notes === '' ? {} : { notes: notes === ' ' ? '' : notes }),
    ...(signed_off_state === undefined ? {} : { signed_off_state }),
    ...(reviewers === undefined ? {} : { reviewers: [...reviewers] }),
  }
}

/** Merges changes of one row, the later ones winning. */
export function mergedChange(changes: readonly RowChange[]): RowChange {
  return Object.assign({}, ...changes)
}

/** Whether two rows have the same value of a key. Reviewers are compared as sets. */
export function alike(
  key: Changeable,
  row: Pick<Result, Changeable>,
  otherRow: Pick<Result, Changeable>,
): boolean {
  if (key !== 'reviewers') return row[key] === otherRow[key]
  const people = (users: readonly WorkflowUser[]) =>
    users
      .map(({ user_type, id }) => JSON.stringify([user_type, id]))
      .sort()
      .join()
  return people(row.reviewers) === people(otherRow.reviewers)
}

/** A random key of 128 bits. `crypto.randomUUID` would need https. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
