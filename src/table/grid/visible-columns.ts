import type { Column, ColumnVisibility } from './column.ts'

/** The columns that show, in their order: those that cannot be hidden, and those that nobody has hidden. */
export function visibleColumns<Row>(
  columns: readonly Column<Row>[],
  visibility: ColumnVisibility,
): readonly Column<Row>[] {
  return columns.filter(({ id, fixed }) => fixed || visibility[id] !== false)
}
