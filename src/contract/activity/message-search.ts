import type { Cmp, Filter } from '#scim/ast.ts'

/**
 * Among which events of a filter messages may be searched for: these have all failed, or it has a bound of `started_at` by itself or
 * in the `and` that it is. Undefined where neither is so: a search would read the whole log. Takes a checked filter (`typed`).
 */
export function searchedAmong(filter: Filter | undefined): 'failures' | 'range' | undefined {
  if (filter === undefined) return undefined
  if (isOfFailures(filter)) return 'failures'
  return conjuncts(filter).some((part) => part.kind === 'cmp' && isStartBound(part)) ? 'range' : undefined
}

function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.filters.flatMap(conjuncts) : [filter]
}

function isOfFailures(filter: Filter): boolean {
  switch (filter.kind) {
    case 'cmp':
      return filter.path.name === 'state' && filter.op === 'eq' && filter.value === 'ERRORED'
    case 'and':
      return filter.filters.some(isOfFailures)
    case 'or':
      return filter.filters.every(isOfFailures)
    default:
      return false
  }
}

function isStartBound({ path, op }: Cmp): boolean {
  return path.name === 'started_at' && (op === 'gt' || op === 'ge' || op === 'lt' || op === 'le')
}
