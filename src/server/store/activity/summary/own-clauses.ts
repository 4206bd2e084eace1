import type { ActionEventField } from '#contract/fields.ts'
import type { Filter } from '#scim/ast.ts'

/** The conjuncts of a filter: those on one field alone, by the field, and all others. */
export type Clauses = {
  readonly of: (field: ActionEventField) => readonly Filter[]
  readonly others: readonly Filter[]
}

/**
 * Takes a filter apart into its top-level conjuncts, and those aside that mention one of the fields and no other. A clause that
 * mentions a field beside others (`state eq "ERRORED" or workflow_name eq "Joiner"`) says something of both and stays with the
 * others, so the counts of a field's values do not leave it out.
 */
export function ownClauses(filter: Filter | undefined, fields: readonly ActionEventField[]): Clauses {
  const parts = filter === undefined ? [] : filter.kind === 'and' ? filter.filters : [filter]
  const ownerOf = (part: Filter): string | undefined => {
    const [name, ...more] = new Set(namesIn(part))
    return more.length === 0 ? fields.find((field) => field === name) : undefined
  }
  return {
    of: (field) => parts.filter((part) => ownerOf(part) === field),
    others: parts.filter((part) => ownerOf(part) === undefined),
  }
}

function namesIn(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(namesIn)
    case 'not':
      return namesIn(filter.filter)
    default:
      return [filter.path.name]
  }
}
