import { assertNever } from '#std/assert-never.ts'
import type { Filter, Path } from './ast.ts'

/**
 * Writes a filter as text, with the fewest parentheses that keep its tree: parse(print(filter)) is the same tree, spans
 * aside. Values are written as JSON. Throws RangeError for a number that JSON cannot write.
 */
export function print(filter: Filter): string {
  switch (filter.kind) {
    case 'cmp':
      return `${printPath(filter.path)} ${filter.op} ${printValue(filter.value)}`
    case 'present':
      return `${printPath(filter.path)} pr`
    case 'valuePath':
      return `${printPath(filter.path)}[${print(filter.filter)}]`
    case 'not':
      return `not (${print(filter.filter)})`
    case 'and':
      return filter.filters.map((child) => (isJoin(child) ? `(${print(child)})` : print(child))).join(' and ')
    case 'or':
      return filter.filters
        .map((child) => (child.kind === 'or' ? `(${print(child)})` : print(child)))
        .join(' or ')
    default:
      return assertNever(filter)
  }
}

/** Writes `urn:name.sub` with the parts it has. */
export function printPath(path: Path): string {
  const name = path.sub === undefined ? path.name : `${path.name}.${path.sub}`
  return path.urn === undefined ? name : `${path.urn}:${name}`
}

function printValue(value: string | number | boolean | null): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError('A filter holds finite numbers only')
  return JSON.stringify(value)
}

function isJoin(filter: Filter): boolean {
  return filter.kind === 'and' || filter.kind === 'or'
}
