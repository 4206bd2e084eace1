import type { WorkflowUser } from '#contract/people.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { type Decision, decisions } from '#contract/reviews/review-enums.ts'
import { mutableResultFields } from '#contract/reviews/result-fields.ts'
import { all, where } from '#scim/build.ts'
import { print } from '#scim/print.ts'
import { orderOf, type RowOrder } from './positions.ts'
import type { ReviewListQuery } from './review-positions.ts'
import { useClient } from '../provider.tsx'
import { reviewKeys } from './review-keys.ts'
import { type Reading, useReading } from '../reading.ts'

/** The rows that are not signed off, by decision. */
export type SignOffSummary = Readonly<Record<Decision, RowOrder>>

/** Which rows a sign-off of many is about. */
export type SignOffQuery = {
  readonly certification_id: string
  /** Whose rows; those of everybody where nobody is given. */
  readonly user: WorkflowUser | undefined
  /** The list that the rows have to be in too; undefined for all rows. */
  readonly list?: Pick<ReviewListQuery, 'filter' | 'mutable_filter'> | undefined
  /** Whether it is asked at all. */
  readonly enabled?: boolean
}

/** Reads which rows are decided and not signed off, and which are undecided. */
export function useSignOffSummary(query: SignOffQuery): Reading<SignOffSummary> {
  const { certification_id, user, list, enabled = true } = query
  const client = useClient()
  return useReading({
    queryKey: reviewKeys.signOff(certification_id, user, list),
    enabled,
    queryFn: async ({ signal }) => {
      const orders = decisions.map(async (decision) => {
        const { filter } = list ?? {}
        const query = {
          ...(filter && { filter }),
          mutable_filter: openRows(user, decision, list?.mutable_filter),
        }
        const input = { params: { certification_id }, query }
        return [
          decision,
          orderOf((await client.call(resultRoutes.listPositions, input, signal)).value),
        ] as const
      })
      // One entry for each decision there is.
      return Object.fromEntries(await Promise.all(orders)) as SignOffSummary
    },
    // What is signed is what stands now.
    staleTime: 0,
    gcTime: 0,
    structuralSharing: false,
  })
}

/** Also those of another filter on what reviewers have said. */
function openRows(user: WorkflowUser | undefined, decision: Decision, within: string | undefined): string {
  const filter = all(
    ...(user ? [where(mutableResultFields, 'reviewers', 'eq', user.email || user.name)] : []),
    where(mutableResultFields, 'signed_off_state', 'eq', 'NOT_SIGNED_OFF'),
    where(mutableResultFields, 'decision', 'eq', decision),
  )
  if (!filter) throw new Error('conditions make a filter')
  return within === undefined ? print(filter) : `(${within}) and ${print(filter)}`
}
