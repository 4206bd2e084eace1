import { personProblems } from '#contract/reviews/assignment.ts'
import type { WorkflowUser, WorkflowUserInput } from '#contract/people.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { type Identity, isOwnAccess } from '#contract/reviews/self-review.ts'
import { invalid, personInWords } from '../refused.ts'
import type { ReviewerDirectory } from './row-store.ts'

/**
 * The reviewers of a row after a reassignment: the people named and their delegates. Throws `Refused` InvalidArgument
 * that names each person who cannot be assigned (`resolveReviewers`), among them, where self-review is prevented, the
 * one whose access the row is about (security 3.3).
 */
export async function newReviewers(
  directory: ReviewerDirectory,
  inputs: readonly WorkflowUserInput[],
  source: Identity,
  { self_reviewer_checking }: ReviewSettings['self_reviewer_settings'],
): Promise<readonly WorkflowUser[]> {
  const people = await directory.resolveReviewers(inputs, 'reviewers')
  const mayReview = (person: WorkflowUser) =>
    self_reviewer_checking !== 'SELF_REVIEWER_CHECKING_ENABLED' || !isOwnAccess(source, person)
  const own = people.find((person) => !mayReview(person))
  if (own) {
    const index = inputs.findIndex((input) => input.user_type === own.user_type && input.id === own.id)
    throw invalid(`reviewers.${index}`, `${personInWords(own)} ${personProblems.OWN_ACCESS}`)
  }
  return await directory.withDelegates(people, mayReview)
}
