import { failureOf } from '#client/api-error.ts'
import { type AssignmentCount, problemText } from '#contract/reviews/assignment.ts'
import type { Failure } from '#contract/errors.ts'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import { certificationRoutes } from '#contract/reviews/certification-calls.ts'
import type { Standing } from '#contract/reviews/review-context.ts'
import { useClient } from '../provider.tsx'
import { reviewKeys } from './review-keys.ts'
import { type Reading, useReading } from '../reading.ts'
import { useSingleCall } from '../single-call.ts'
import type { NewCertification } from './use-certification-changes.ts'

/** Rows without reviewers, reviewers who may not review, and decisions made by others, as of now. */
export function useStanding(certification_id: string): Reading<Standing> {
  const client = useClient()
  return useReading({
    queryKey: reviewKeys.standing(certification_id),
    queryFn: async ({ signal }) =>
      (await client.call(certificationRoutes.getStanding, { params: { certification_id } }, signal)).value,
    // Whoever looks decides by it.
    staleTime: 0,
  })
}

/** Somebody who was chosen as a reviewer and may not be one; `why` follows their name in a sentence. */
export type Leaving = { readonly person: WorkflowUser; readonly why: string }

/** Divides people who are chosen as reviewers into those who may be, and those who are known not to. */
export function sortOut(
  people: readonly WorkflowUser[],
  standing: Pick<Standing, 'reviewer_problems'> | undefined,
): { readonly leaving: readonly Leaving[]; readonly staying: readonly WorkflowUser[] } {
  const leaving = people.flatMap((person) => {
    const known = standing?.reviewer_problems.find(({ reviewer }) => sameUser(reviewer, person))
    return known ? [{ person, why: problemText(known.problem) }] : []
  })
  return { leaving, staying: people.filter((person) => !leaving.some((leaver) => leaver.person === person)) }
}

/** Runs the check below; tells whether it is under way, and why the last one failed. */
export type Check = {
  readonly check: (input: NewCertification, then: (count: AssignmentCount) => void) => void
  readonly busy: boolean
  readonly failure: Failure | undefined
}

/** Asks how many rows of a certification would have no reviewer, before it is made. */
export function useCertificationCheck(): Check {
  const client = useClient()
  const { start, isUnderWay, error } = useSingleCall({
    mutationFn: async (body: NewCertification) =>
      (await client.call(certificationRoutes.checkCertification, { body })).value,
  })
  return {
    check: (input, then) => start(input, { onSuccess: then }),
    busy: isUnderWay,
    failure: error ? failureOf(error) : undefined,
  }
}
