import { usualGrouping } from '#contract/reviews/groupings.ts'
import type { ReviewListQuery } from '#queries/reviews/review-positions.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { reviewSettingsOf } from '#queries/reviews/rule-input.ts'
import { lazyModule } from '#ui/lazy-module.ts'
import type { ListQuery } from './list-query.ts'

/** The parameter of the address that says what rows are grouped by, and its value for no groups. */
export const groupParam = 'group'
export const noGroups = 'none'

/** What reads a grouped list; a plain one does without. */
const reading = lazyModule(
  () => import('#queries/reviews/groups/read-groups.ts'),
  (module) => module.readGroups,
)

/**
 * What the rows of a list are grouped by: what its address says, else what the settings of the review say; '' for nothing.
 */
export function groupingOf(
  { group }: Pick<ListQuery, 'group'>,
  context: Pick<ReviewContext, 'settings'> | undefined,
): string {
  if (group !== undefined || context === undefined) return group ?? ''
  return usualGrouping(reviewSettingsOf(context).rows_group_by_setting.group_by_column)
}

/** The list that an address asks for with its groups, undefined where it asks for none. */
export function groupedList(
  query: Pick<ListQuery, 'group' | 'list'>,
  context: Pick<ReviewContext, 'settings'> | undefined,
): ReviewListQuery | undefined {
  const by = groupingOf(query, context)
  if (!query.list || by === '') return query.list
  return { ...query.list, grouping: { by, read: async (...args) => (await reading.load())(...args) } }
}
