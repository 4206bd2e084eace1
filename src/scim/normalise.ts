import { assertNever } from '#std/assert-never.ts'
import type { Filter, Filters, Path } from './ast.ts'
import { print } from './print.ts'

/**
 * The one form of all filters that differ only in spelling: paths in lower case, no spans, joins flat, without
 * repetition and in a fixed order, no double negation. Means the same, and normalising again changes nothing, so that
 * print(normalise(filter)) can be a cache key.
 */
export function normalise(filter: Filter): Filter {
  switch (filter.kind) {
    case 'cmp':
      return { kind: 'cmp', path: lowerPath(filter.path), op: filter.op, value: filter.value }
    case 'present':
      return { kind: 'present', path: lowerPath(filter.path) }
    case 'valuePath':
      return { kind: 'valuePath', path: lowerPath(filter.path), filter: normalise(filter.filter) }
    case 'not': {
      const inner = normalise(filter.filter)
      return inner.kind === 'not' ? inner.filter : { kind: 'not', filter: inner }
    }
    case 'and':
    case 'or':
      return join(filter.kind, filter.filters.map(normalise))
    default:
      return assertNever(filter)
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
  const sorted = [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, part]) => part)
  const [first, second, ...rest] = sorted
  if (first === undefined) throw new RangeError(`A filter's ${kind} joins at least one condition`)
  if (second === undefined) return first
  const filters: Filters = [first, second, ...rest]
  return { kind, filters }
}
