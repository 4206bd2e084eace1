import type { Kysely } from 'kysely'
import { personProblems } from '#contract/reviews/assignment.ts'
import type { WorkflowUser, WorkflowUserInput } from '#contract/people.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { isOwnAccess } from '#contract/reviews/self-review.ts'
import { invalid } from '../../../refused.ts'
import type { StoredNode } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'
import { withDelegates } from './delegates.ts'
import { named } from './person-problem.ts'
import { resolveReviewers } from './resolve-people.ts'

/**
 * Who reviews a row after a reassignment: the people named and their delegates. Throws `Refused` InvalidArgument that
 * names who cannot be assigned: see `resolveReviewers`, and where self-review is prevented whoever the row's access
 * belongs to (security 3.3).
 */
export async function newReviewers(
  db: Kysely<Schema>,
  inputs: readonly WorkflowUserInput[],
  source: StoredNode,
  { self_reviewer_checking }: ReviewSettings['self_reviewer_settings'],
): Promise<readonly WorkflowUser[]> {
  const people = await resolveReviewers(db, inputs, 'reviewers')
  const mayReview = (person: WorkflowUser) =>
    self_reviewer_checking !== 'SELF_REVIEWER_CHECKING_ENABLED' || !isOwnAccess(source, person)
  const own = people.find((person) => !mayReview(person))
  if (own) {
    const index = inputs.findIndex((one) => one.user_type === own.user_type && one.id === own.id)
    throw invalid(`reviewers.${index}`, `${named(own)} ${personProblems.OWN_ACCESS}`)
  }
  return await withDelegates(db, people, mayReview)
}
