import { assertNever } from '#std/assert-never.ts'
import type { Cmp, Filter, Filters, Path, Present, ValuePath } from './ast.ts'
import type { FieldTable } from './fields.ts'
import { print } from './print.ts'
import { typedClause } from './typed.ts'

/**
 * The one form of all filters that differ only in spelling: no spans, joins flat, without repetition and in a fixed
 * order, no double negation. With a field table each clause is `typed`, in the table's own spelling (TypeError for a
 * filter that checkFilter does not pass); without one, paths are in lower case. Means the same, and normalising again
 * changes nothing, so that print(normalise(filter)) can be a cache key.
 */
export function normalise(filter: Filter, fields?: FieldTable): Filter {
  switch (filter.kind) {
    case 'cmp':
    case 'present':
    case 'valuePath':
      return fields === undefined ? lowered(filter) : typedClause(filter, fields)
    case 'not': {
      const inner = normalise(filter.filter, fields)
      return inner.kind === 'not' ? inner.filter : { kind: 'not', filter: inner }
    }
    case 'and':
    case 'or':
      return join(
        filter.kind,
        filter.filters.map((child) => normalise(child, fields)),
      )
    default:
      return assertNever(filter)
  }
}

function lowered(clause: Cmp | Present | ValuePath): Filter {
  const path = lowerPath(clause.path)
  switch (clause.kind) {
    case 'cmp':
      return { kind: 'cmp', path, op: clause.op, value: clause.value }
    case 'present':
      return { kind: 'present', path }
    case 'valuePath':
      return { kind: 'valuePath', path, filter: normalise(clause.filter) }
    default:
      return assertNever(clause)
  }
}

function lowerPath(path: Path): Path {
  return {
    ...(path.urn === undefined ? {} : { urn: path.urn.toLowerCase() }),
    name: path.name.toLowerCase(),
    ...(path.sub === undefined ? {} : { sub: path.sub.toLowerCase() }),
  }
}

function join(kind: 'and' | 'or', children: readonly Filter[]): Filter {
  const byText = new Map<string, Filter>()
  for (const child of children) {
    const parts: readonly Filter[] = child.kind === kind ? child.filters : [child]
    for (const part of parts) byText.set(print(part), part)
  }
  const sorted = [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part)
  const [first, second, ...rest] = sorted
  if (first === undefined) throw new RangeError(`A filter's ${kind} joins at least one condition`)
  if (second === undefined) return first
  const filters: Filters = [first, second, ...rest]
  return { kind, filters }
}
