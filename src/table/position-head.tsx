import { GridHead } from './grid-head.tsx'
import type { PositionTableProps } from './position-table.tsx'
import { useTable } from './table-kit.ts'

/** The header of a table by position. A component of its own, because keys that move among the rows do not concern it. */
export function PositionHead<Row>(
  props: Pick<PositionTableProps<Row>, 'columns' | 'columnVisibility' | 'orders' | 'order' | 'onOrder'>,
) {
  return <GridHead columns={useTable(props)} />
}
