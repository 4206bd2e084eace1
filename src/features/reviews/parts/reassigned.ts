import { sameUser, type WorkflowUser } from '#contract/people.ts'
import type { Result } from '#contract/reviews/result.ts'
import { personName } from './people/person-text.ts'

/** To whom a row was given: `Reassigned to Ada Lovelace and Grace Hopper`. */
export function reassignedTo(reviewers: readonly WorkflowUser[]): string {
  const names = reviewers.map(personName)
  return `Reassigned to ${names.length === 0 ? 'nobody' : new Intl.ListFormat('en').format(names)}`
}

/**
 * The same of a row that its reader has given to others; undefined where the reader still is a reviewer of it. A row that
 * somebody else took away never comes here with its new reviewers.
 */
export function givenAway(
  row: Pick<Result, 'reviewers'> | undefined,
  viewer: WorkflowUser | undefined,
): string | undefined {
  const isTheirs = row && viewer && !row.reviewers.some((reviewer) => sameUser(reviewer, viewer))
  return isTheirs ? reassignedTo(row.reviewers) : undefined
}
