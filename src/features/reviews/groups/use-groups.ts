import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { ResultGroup } from '#contract/reviews/result-groups.ts'
import type { RowOrder } from '#queries/reviews/positions.ts'
import type { GroupLines } from '#table/grid/group-lines.ts'
import { groupingOf } from '../filters/grouping.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { createFolding, type Folding } from './folding.ts'
import { createGroupCounts, type GroupCounts } from './group-counts.ts'
import { groupName } from './group-words.ts'

/** The groups of the list that is shown. */
export type Groups = {
  /** What the rows are grouped by. */
  readonly by: string
  readonly all: readonly ResultGroup[]
  readonly order: RowOrder
  readonly folding: Folding
  /** The lines that are shown now. */
  readonly lines: GroupLines
  readonly counts: GroupCounts
  readonly nameOf: (group: number) => string
}

/** The groups of a list, which of them are open, and their counts as rows change. */
export function useGroups(order: RowOrder): Groups {
  const { certification_id, store, viewer } = useReview()
  const { query, context } = useReviewList()
  const by = groupingOf(query, context)
  const openAtFirst = viewer.settings.rows_group_by_setting.expand_groups_by_default
  const all = order.groups ?? noGroups
  const folding = useMemo(
    () => createFolding(all, { name: `countersign.groups ${certification_id} ${by}`, openAtFirst }),
    [all, certification_id, by, openAtFirst],
  )
  const lines = useSyncExternalStore(folding.subscribe, folding.lines)
  const counts = useMemo(() => createGroupCounts(order, store, folding.lines()), [order, store, folding])
  useEffect(() => counts.follow(), [counts])
  return {
    by,
    all,
    order,
    folding,
    lines,
    counts,
    nameOf: (group) => groupName(all[group] ?? { name: '', key: '' }, by),
  }
}

const noGroups: readonly ResultGroup[] = []
