import { GridHead } from './grid-head.tsx'
import { type TableState, useTable } from './column.ts'

/** The header of a table by position. A component of its own, because keys that move among the rows do not concern it. */
export function PositionHead<Row>(state: TableState<Row>) {
  return <GridHead columns={useTable(state)} />
}
