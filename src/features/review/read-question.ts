import { type Order, printOrder } from '#contract/order.ts'
import { withTextValues } from '#contract/result-fields.ts'
import type { Clauses } from '#table/clause.ts'
import { rewriteFilter } from '#table/rewrite-filter.ts'
import { filterText, readSearch, searchProblem, type TableSearch, writeSearch } from '#table/search.ts'
import { type Definitions, reviewTables } from './definition.ts'
import { type Part, parts, type Question } from './question.ts'

/** A part of what the table is asked for, to be changed; what is not given stays as it is. */
export type QuestionChange = {
  readonly order?: Order
  readonly clauses?: Readonly<Partial<Record<Part, Clauses>>>
  readonly query?: Readonly<Partial<Record<Part, string>>>
}

/** What the parameters of a review's address ask for. */
export function readQuestion(given: URLSearchParams): Question {
  const params = withTexts(given)
  const tables = reviewTables(params)
  const [filter, mutable] = parts.map((part) => readSearch(params, tables[part]))
  if (!filter || !mutable) throw new Error('a list has two texts')
  // Both read the order; it is named once.
  const ignored = mutable.ignored.filter(({ param }) => param !== 'order_by')
  const searches = { filter, mutable_filter: { ...mutable, ignored } }
  const problems = problemsOf(searches, tables)
  return {
    searches,
    problems,
    list:
      Object.keys(problems).length > 0
        ? undefined
        : {
            filter: filterText(searches.filter, tables.filter),
            mutable_filter: filterText(searches.mutable_filter, tables.mutable_filter),
            order_by: printOrder(filter.order),
          },
  }
}

/** The parameters with a part of them changed. */
export function changeQuestion(params: URLSearchParams, change: QuestionChange): URLSearchParams {
  return parts.reduce((next, part) => {
    const clauses = change.clauses?.[part]
    const query = change.query?.[part]
    const asked = new URLSearchParams(next)
    for (const field of Object.keys(clauses ?? {})) asked.append(field, '')
    if (part === 'filter' && query !== undefined) asked.set('filter', query)
    const step = {
      ...(clauses ? { clauses } : {}),
      ...(query === undefined ? {} : { query: textValues(query) }),
      ...(change.order ? { order: change.order } : {}),
    }
    return writeSearch(next, reviewTables(withTexts(asked))[part], step)
  }, params)
}

/** The parameters without those that cannot be read. */
export function readableOnly(params: URLSearchParams): URLSearchParams {
  const { searches } = readQuestion(params)
  const { filter, mutable_filter } = searches
  const clauses = { filter: filter.clauses, mutable_filter: mutable_filter.clauses }
  const query = {
    ...(filter.query === undefined ? {} : { filter: filter.query }),
    ...(mutable_filter.query === undefined ? {} : { mutable_filter: mutable_filter.query }),
  }
  return changeQuestion(new URLSearchParams(), { clauses, query, order: filter.order })
}

function problemsOf(
  searches: Readonly<Record<Part, TableSearch>>,
  tables: Definitions,
): Question['problems'] {
  const found = parts.flatMap((part) => {
    const problem = searchProblem(searches[part], tables[part])
    return problem ? [[part, problem] as const] : []
  })
  return Object.fromEntries(found)
}

function withTexts(params: URLSearchParams): URLSearchParams {
  const text = params.get('filter')
  if (text === null || params.getAll('filter').length > 1) return params
  const next = new URLSearchParams(params)
  next.set('filter', textValues(text))
  return next
}

/** Attributes are compared with text: `is_active eq true` is read as `eq "true"`. A text that is no filter stays. */
function textValues(text: string): string {
  return rewriteFilter(text, withTextValues)
}
