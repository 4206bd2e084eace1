import { type PhaseGroup, phaseGroups } from './phases.ts'

export const sortFields = ['name', 'due', 'progress', 'created'] as const
export type SortField = (typeof sortFields)[number]
export type Sort = { readonly field: SortField; readonly descending: boolean }

/** What the list shows and in what order. It lives in the address: `?q=…&phase=…&phase=…&sort=due desc`. */
export type ListQuestion = {
  readonly text: string
  readonly phases: readonly PhaseGroup[]
  readonly sort: Sort
}

/** The order of a list that nobody has ordered: what is due first. */
export const usualSort: Sort = { field: 'due', descending: false }

/** What an address asks for, and the names of the parameters that could not be read, which the screen says. */
export function readListQuestion(
  params: URLSearchParams,
): ListQuestion & { readonly ignored: readonly string[] } {
  const ignored = new Set([...params.keys()].filter((key) => !['q', 'phase', 'sort'].includes(key)))
  const phases: PhaseGroup[] = []
  for (const given of params.getAll('phase')) {
    const phase = phaseGroups.find((known) => known === given)
    if (!phase) ignored.add('phase')
    else if (!phases.includes(phase)) phases.push(phase)
  }
  const sorts = params.getAll('sort')
  const sort = sorts.length === 1 ? readSort(sorts[0] ?? '') : undefined
  if (sorts.length > 0 && !sort) ignored.add('sort')
  if (params.getAll('q').length > 1) ignored.add('q')
  return { text: params.get('q') ?? '', phases, sort: sort ?? usualSort, ignored: [...ignored] }
}

function readSort(text: string): Sort | undefined {
  const [name, direction, ...more] = text.split(' ')
  const field = sortFields.find((known) => known === name)
  if (!field || more.length > 0 || (direction !== 'asc' && direction !== 'desc')) return undefined
  return { field, descending: direction === 'desc' }
}

/** The parameters that ask for that; nothing for what is usual. */
export function writeListQuestion({ text, phases, sort }: ListQuestion): URLSearchParams {
  const params = new URLSearchParams()
  if (text !== '') params.set('q', text)
  for (const phase of phases) params.append('phase', phase)
  if (sort.field !== usualSort.field || sort.descending !== usualSort.descending)
    params.set('sort', `${sort.field} ${sort.descending ? 'desc' : 'asc'}`)
  return params
}
