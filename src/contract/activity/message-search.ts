import type { Cmp, Filter } from '#scim/ast.ts'

/**
 * Whether messages may be searched for among the events that a filter matches: all of these failed, or it has a bound of
 * `started_at` by itself or in the `and` that it is. Of anything else a search would read the whole log. Takes a checked filter in
 * canonical form (`normalise`).
 */
export function boundsMessages(filter: Filter | undefined): boolean {
  if (filter === undefined) return false
  const parts: readonly Filter[] = filter.kind === 'and' ? filter.filters : [filter]
  return isOfFailures(filter) || parts.some((part) => part.kind === 'cmp' && isStartBound(part))
}

/** Whether a filter matches failed events alone. Takes what `boundsMessages` takes. */
export function isOfFailures(filter: Filter): boolean {
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
