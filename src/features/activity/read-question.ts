import { printOrder } from '#contract/order.ts'
import type { TableSearch } from '#table/search.ts'
import { filterText, readSearch, searchProblem, writeSearch } from '#table/search.ts'
import { actionEventTable } from './definition.ts'
import type { Question } from './question.ts'

/** A part of what the table is asked for, to be changed; what is not given stays as it is. */
export type SearchChange = Partial<Pick<TableSearch, 'clauses' | 'order'>> & { readonly query?: string }

/** What the parameters of the tab's address ask for. */
export function readQuestion(params: URLSearchParams): Question {
  const search = readSearch(params, actionEventTable)
  const problem = searchProblem(search, actionEventTable)
  const filter = filterText(search, actionEventTable)
  return { search, problem, list: problem ? undefined : { filter, order_by: printOrder(search.order) } }
}

/** The parameters with a part of them changed. */
export function changeQuestion(params: URLSearchParams, change: SearchChange): URLSearchParams {
  return writeSearch(params, actionEventTable, change)
}

/** The parameters without those that cannot be read. */
export function readableOnly(params: URLSearchParams): URLSearchParams {
  const { clauses, query, order } = readSearch(params, actionEventTable)
  return changeQuestion(new URLSearchParams(), { ...(query === undefined ? { clauses } : { query }), order })
}
