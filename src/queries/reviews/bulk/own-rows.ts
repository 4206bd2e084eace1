import type { WorkflowUser } from '#contract/people.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { mutableResultFields } from '#contract/reviews/result-fields.ts'
import { where } from '#scim/build.ts'
import { print } from '#scim/print.ts'
import { useClient } from '../../provider.tsx'
import { type Reading, useReading } from '../../reading.ts'
import { orderOf, type RowOrder } from '../positions.ts'
import type { ReviewListQuery } from '../review-positions.ts'
import { bulkKeys } from './bulk-keys.ts'

/** Which of a list's rows are asked for, and when that list was frozen, in milliseconds since 1970. */
type OwnRows = {
  readonly certification_id: string
  readonly list: ReviewListQuery | undefined
  readonly user: WorkflowUser
  readonly asOf: number
}

/** Reads which rows of a list a person reviews; nothing without a list. */
export function useOwnRows({ certification_id, list, user, asOf }: OwnRows): Reading<RowOrder> {
  const client = useClient()
  const own = print(where(mutableResultFields, 'reviewers', 'eq', user.email || user.name))
  const within = list?.mutable_filter
  const query = { ...list, mutable_filter: within === undefined ? own : `(${within}) and ${own}` }
  return useReading({
    queryKey: bulkKeys.ownRows(certification_id, user, { query, asOf }),
    enabled: list !== undefined,
    queryFn: async ({ signal }) => {
      const input = { params: { certification_id }, query }
      return orderOf((await client.call(resultRoutes.listPositions, input, signal)).value)
    },
    // Of the list as it was frozen, as its own positions are.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    structuralSharing: false,
  })
}
