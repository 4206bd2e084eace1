import { useSearchParams } from 'react-router'
import type { TableSearch } from '#table/search.ts'
import { readSearch, writeSearch } from '#table/search.ts'
import { actionEventTable } from './definition.ts'

/** A part of the table's state to be changed; what is not given stays as it is. */
export type SearchChange = Partial<Pick<TableSearch, 'clauses' | 'order'>> & { readonly query?: string }

type TableSearchState = {
  readonly search: TableSearch
  readonly change: (next: SearchChange) => void
  /** Takes every filter away; the order stays. */
  readonly clear: () => void
  /** Takes out of the address what could not be read. */
  readonly forget: () => void
}

/** The table's state, which lives in the address and nowhere else. Every change is a step that Back undoes. */
export function useTableSearch(): TableSearchState {
  const [params, setParams] = useSearchParams()
  const search = readSearch(params, actionEventTable)
  const change = (next: SearchChange) => setParams(writeSearch(params, actionEventTable, next))
  return {
    search,
    change,
    clear: () => change({ clauses: {} }),
    forget: () => {
      const { clauses, query, order } = search
      const filter = query === undefined ? { clauses } : { query }
      setParams(writeSearch(new URLSearchParams(), actionEventTable, { ...filter, order }))
    },
  }
}
