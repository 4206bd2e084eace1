import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { ValueFilter } from '#table/address/narrow-search.ts'
import { CellFilters } from '#table/cell-filters/cell-filters.tsx'
import type { GridAround } from '#table/grid/data-table.tsx'
import { valuesOfEvent } from './row-values.ts'

type Props = {
  readonly grid: GridAround<ActionEvent>
  readonly rows: readonly ActionEvent[]
  readonly onFilter: (filter: ValueFilter) => void
}

/** Filters the list of events by what its rows show. */
export function EventFilters({ grid, rows, onFilter }: Props) {
  return <CellFilters grid={grid} rows={rows} valuesOf={valuesOfEvent} onFilter={onFilter} />
}
