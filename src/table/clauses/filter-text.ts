import type { Cmp, Filter } from '#scim/ast.ts'
import { checkFilter } from '#scim/check.ts'
import { ScimError } from '#scim/error.ts'
import { type FieldTable, findField } from '#scim/fields.ts'
import { parse } from '#scim/parse.ts'
import { typed } from '#scim/typed.ts'

/** An error in a filter's text and its place (UTF-16 offsets, `end` excluded). */
export type FilterProblem = {
  readonly code: string
  readonly start: number
  readonly end: number
  readonly message: string
}

/**
 * Parses and checks a filter's text: gives the filter with field names as the API spells them, or the first error.
 * Unknown values of an open enum pass: only the server knows whether events have them.
 */
export function readFilter(
  text: string,
  fields: FieldTable,
): { filter: Filter } | { problem: FilterProblem } {
  const read = parseText(text)
  if ('problem' in read) return read
  const { filter } = read
  const problem = checkFilter(filter, fields).find(
    ({ code, start, field }) => code !== 'unknownValue' || text[start] !== '"' || !isOpen(field, fields),
  )
  return problem ? { problem } : { filter: typed(filter, withNamesOf(filter, fields)) }
}

/** The first error in a filter's text, unknown values of open enums included; a warning while typing. */
export function filterProblem(text: string, fields: FieldTable): FilterProblem | undefined {
  const read = parseText(text)
  return 'problem' in read ? read.problem : checkFilter(read.filter, fields)[0]
}

function parseText(text: string): { filter: Filter } | { problem: FilterProblem } {
  try {
    return { filter: parse(text) }
  } catch (error) {
    if (error instanceof ScimError) return { problem: error }
    throw error
  }
}

function isOpen(field: string | undefined, fields: FieldTable): boolean {
  const rule = field === undefined ? undefined : fields[field]
  return rule?.type === 'enum' && rule.open === true
}

/** The table with the unknown names that a filter asks for added to the choices of open fields. */
function withNamesOf(filter: Filter, fields: FieldTable): FieldTable {
  const open: Record<string, FieldTable[string]> = { ...fields }
  for (const { path, value } of comparisons(filter)) {
    const name = findField(fields, path)?.name ?? ''
    const rule = open[name]
    if (rule?.type !== 'enum' || rule.open !== true || typeof value !== 'string') continue
    const known = rule.values.some((name) => name.toLowerCase() === value.toLowerCase())
    if (!known) open[name] = { ...rule, values: [...rule.values, value] }
  }
  return open
}

/** The fields that a filter's text compares, as the table spells them; none of a text that cannot be read. */
export function fieldsIn(text: string, fields: FieldTable): readonly string[] {
  const read = parseText(text)
  if ('problem' in read) return []
  return comparisons(read.filter).flatMap(({ path }) => findField(fields, path)?.name ?? [])
}

function comparisons(filter: Filter): readonly Cmp[] {
  if (filter.kind === 'cmp') return [filter]
  if (filter.kind === 'not') return comparisons(filter.filter)
  return filter.kind === 'and' || filter.kind === 'or' ? filter.filters.flatMap(comparisons) : []
}
