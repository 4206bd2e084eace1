import { assertNever } from '#std/assert-never.ts'
import type { Cmp, Filter, Filters, Present, ValuePath } from './ast.ts'
import { canonical } from './canonical.ts'
import { type FieldTable, fieldPath, findField } from './fields.ts'

/**
 * A filter that checkFilter passes, in the table's own spelling: field and enum names as the table has them, "True" as
 * true, date-times in UTC; without spans. Filters that say the same then print the same. Throws for a filter that
 * checkFilter does not pass.
 */
export function typed(filter: Filter, fields: FieldTable): Filter {
  switch (filter.kind) {
    case 'cmp':
    case 'present':
    case 'valuePath':
      return typedClause(filter, fields)
    case 'not':
      return { kind: 'not', filter: typed(filter.filter, fields) }
    case 'and':
    case 'or': {
      const [first, second, ...rest] = filter.filters
      const filters: Filters = [
        typed(first, fields),
        typed(second, fields),
        ...rest.map((child) => typed(child, fields)),
      ]
      return { kind: filter.kind, filters }
    }
    default:
      return assertNever(filter)
  }
}

/** The same for one clause; the tables know comparisons only. */
export function typedClause(clause: Cmp | Present | ValuePath, fields: FieldTable): Cmp {
  if (clause.kind !== 'cmp') throw unchecked()
  const field = findField(fields, clause.path)
  if (field === undefined) throw unchecked()
  const ops: readonly string[] = field.rule.ops
  const result = canonical(field.rule, clause.op, clause.value)
  if (!ops.includes(clause.op) || 'fault' in result) throw unchecked()
  return { kind: 'cmp', path: fieldPath(field.name), op: clause.op, value: result.value }
}

function unchecked(): Error {
  return new TypeError('The filter was not checked against these fields')
}
