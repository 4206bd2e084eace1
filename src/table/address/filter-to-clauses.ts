import type { Cmp, Filter } from '#scim/ast.ts'
import { type FieldTable, findField } from '#scim/fields.ts'
import { type Clause, type Clauses, isLower, isUpper, textsClause } from '../clauses/clause.ts'
import type { FilterSpec } from '../clauses/filter-spec.ts'

/**
 * Turns a filter into clauses, one a column. Undefined when it cannot be: only an `and` of conditions on different
 * columns can.
 */
export function filterToClauses(
  filter: Filter,
  fields: FieldTable,
  specs: readonly FilterSpec[],
): Clauses | undefined {
  const clauses: Record<string, Clause> = {}
  for (const part of opened('and', filter)) {
    const compared = opened('or', part)
    const first = compared[0]
    if (first?.kind !== 'cmp') return undefined
    const field = findField(fields, first.path)?.name
    const spec = specs.find((candidate) => candidate.field === field)
    if (!spec) return undefined
    const clause =
      compared.length === 1
        ? withComparison(clauses[spec.field], spec, first)
        : chosen(compared, clauses[spec.field], spec, fields)
    if (!clause) return undefined
    clauses[spec.field] = clause
  }
  return clauses
}

/** The parts of a join, and of the same joins among them. */
function opened(kind: 'and' | 'or', filter: Filter): readonly Filter[] {
  return filter.kind === kind ? filter.filters.flatMap((part) => opened(kind, part)) : [filter]
}

/** A column's clause with one more comparison, where it can take it. Empty text has no place in a control. */
function withComparison(
  before: Clause | undefined,
  spec: FilterSpec,
  { op, value }: Cmp,
): Clause | undefined {
  if (spec.kind === 'time' && typeof value === 'string') return withBound(before, op, value)
  if (before || value === '') return undefined
  if (spec.kind === 'text' && typeof value === 'string') return { kind: 'text', op, value }
  if (op !== 'eq') return undefined
  if (spec.kind === 'choice' && typeof value === 'string') return { kind: 'choice', values: [value] }
  if (spec.kind === 'yes-no' && typeof value === 'boolean') return { kind: 'yes-no', value }
  if (spec.kind === 'number' && typeof value === 'number') return { kind: 'number', value }
  return undefined
}

function withBound(before: Clause | undefined, op: Cmp['op'], at: string): Clause | undefined {
  const span = before?.kind === 'time' ? before : { kind: 'time' as const }
  if (isLower(op) && !span.from) return { ...span, from: { op, at } }
  if (isUpper(op) && !span.to) return { ...span, to: { op, at } }
  return undefined
}

/** An `or` of equalities of one column of choices or of texts. */
function chosen(
  compared: readonly Filter[],
  before: Clause | undefined,
  spec: FilterSpec,
  fields: FieldTable,
): Clause | undefined {
  if ((spec.kind !== 'choice' && spec.kind !== 'text') || before) return undefined
  const values = new Set<string>()
  for (const part of compared) {
    if (part.kind !== 'cmp' || part.op !== 'eq' || findField(fields, part.path)?.name !== spec.field)
      return undefined
    if (typeof part.value !== 'string' || part.value === '') return undefined
    values.add(part.value)
  }
  return spec.kind === 'text' ? textsClause([...values]) : { kind: 'choice', values: [...values] }
}
