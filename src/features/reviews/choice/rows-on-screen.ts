import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import type { MarkedTable } from '#table/grid/active-position.ts'
import type { Covers } from '../filters/others.ts'

/** The ids of the rows that are in view, those of others only where they are covered. */
export function rowsOnScreen(
  { idAt, store, total }: Pick<ReviewRows, 'idAt' | 'store' | 'total'>,
  table: Pick<MarkedTable, 'firstInView' | 'isInView' | 'after'>,
  covers: Covers,
): readonly number[] {
  const ids: number[] = []
  for (let at = table.firstInView(); at < total && table.isInView(at); at = table.after?.(at) ?? at + 1) {
    const id = idAt(at)
    const row = id === undefined ? undefined : store.get(id)
    if (row && covers(row)) ids.push(row.result_id)
  }
  return ids
}
