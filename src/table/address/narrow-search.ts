import type { Cmp, Filter } from '#scim/ast.ts'
import { all } from '#scim/build.ts'
import { fieldPath } from '#scim/fields.ts'
import { print } from '#scim/print.ts'
import type { Clause } from '../clauses/clause.ts'
import { readFilter } from '../clauses/filter-text.ts'
import { readSearch } from './read-search.ts'
import type { TableDefinition, TableSearch } from './search.ts'
import { writeSearch } from './write-search.ts'

/** A value of a field, and whether the rows that have it are meant or all others. */
export type ValueFilter = {
  readonly field: string
  readonly value: string | number | boolean
  readonly isExcluded: boolean
}

/**
 * The query of a URL whose filter leaves only rows with a value, or only those without it. Whatever else it asks for stays.
 * What columns cannot say becomes a text. A filter that cannot be read is left as it is.
 */
export function narrowSearch(search: string, def: TableDefinition, narrowing: ValueFilter): string {
  const before = readSearch(search, def)
  const clause = clauseOf(before, def, narrowing)
  if (clause) {
    const clauses = { ...before.clauses, [narrowing.field]: clause }
    return writeSearch(search, def, { clauses })
  }
  const query = textOf(before, def, narrowing)
  return query === undefined ? search : writeSearch(search, def, { query })
}

/**
 * What the column's clause becomes, undefined where only a text can say it. The value is one that the column's present
 * clause lets through, so that of the two only the value is left.
 */
function clauseOf(before: TableSearch, def: TableDefinition, narrowing: ValueFilter): Clause | undefined {
  const { field, value, isExcluded } = narrowing
  if (before.query !== undefined) return undefined
  // A column's control cannot ask for an empty text.
  if (value === '') return undefined
  const kind = def.specs.find((spec) => spec.field === field)?.kind
  if (kind === 'yes-no' && typeof value === 'boolean') return { kind, value: value !== isExcluded }
  if (isExcluded) {
    const now = before.clauses[field]
    const rest = now?.kind === 'choice' ? now.values.filter((name) => name !== value) : []
    return rest.length > 0 ? { kind: 'choice', values: rest } : undefined
  }
  if (kind === 'choice' && typeof value === 'string') return { kind, values: [value] }
  if (kind === 'text' && typeof value === 'string') return { kind, op: 'eq', value }
  if (kind === 'number' && typeof value === 'number') return { kind, value }
  return undefined
}

/** The filter as text with the value in it, once; undefined where the present one cannot be read. */
function textOf(
  { text }: TableSearch,
  def: TableDefinition,
  { field, value, isExcluded }: ValueFilter,
): string | undefined {
  const read = text === undefined ? undefined : readFilter(text, def.fields)
  if (read && 'problem' in read) return undefined
  const comparison: Cmp = { kind: 'cmp', path: fieldPath(field), op: 'eq', value }
  const part: Filter = isExcluded ? { kind: 'not', filter: comparison } : comparison
  const parts = partsOf(read?.filter)
  const isThere = parts.some((present) => print(present) === print(part))
  const joined = isThere ? read?.filter : all(...parts, part)
  return joined && print(joined)
}

/** What must hold together. */
function partsOf(filter: Filter | undefined): readonly Filter[] {
  if (!filter) return []
  return filter.kind === 'and' ? filter.filters.flatMap(partsOf) : [filter]
}
