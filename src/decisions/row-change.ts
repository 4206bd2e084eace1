import type { WorkflowUser } from '#contract/people.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'

/**
 * What a reader changes of a row; only the keys that stand there change. `notes` of one blank clears the note, and
 * `reviewers` replaces the list (veza-api B.7).
 */
export type RowChange = {
  readonly decision?: Decision
  readonly notes?: string
  readonly signed_off_state?: 'SIGNED_OFF'
  readonly reviewers?: readonly WorkflowUser[]
}

/** The keys of a row that reviewers change. */
export const changeable = ['decision', 'notes', 'signed_off_state', 'reviewers'] as const
export type Changeable = (typeof changeable)[number]

/** The keys of a row as they will stand after a change: what the page shows before the server has answered. */
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

/** Several changes of a row in their order, as one. */
export function mergedChange(changes: readonly RowChange[]): RowChange {
  return Object.assign({}, ...changes)
}

/** Whether a key stands alike in two rows; lists of reviewers are compared as sets of people. */
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

/** A random key of 128 bits; unlike `crypto.randomUUID` it is there over plain http too. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
