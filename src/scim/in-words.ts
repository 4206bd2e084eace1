import { assertNever } from '#std/assert-never.ts'
import type { Cmp, CompareOp, Filter, Path } from './ast.ts'

const ofTexts: Readonly<Record<CompareOp, string>> = {
  eq: 'is',
  ne: 'is not',
  co: 'contains',
  sw: 'begins with',
  ew: 'ends with',
  gt: 'is after',
  ge: 'is at or after',
  lt: 'is before',
  le: 'is at or before',
}

const ofNumbers: Readonly<Record<CompareOp, string>> = {
  ...ofTexts,
  gt: 'is more than',
  ge: 'is at least',
  lt: 'is less than',
  le: 'is at most',
}

/** A filter for people to read: `state is "ERRORED" and not (action name contains "a")`. It is not a filter any more. */
export function inWords(filter: Filter): string {
  switch (filter.kind) {
    case 'cmp':
      return comparison(filter)
    case 'present':
      return `${pathInWords(filter.path)} is there`
    case 'valuePath':
      return `${pathInWords(filter.path)} has (${inWords(filter.filter)})`
    case 'not':
      return `not (${inWords(filter.filter)})`
    case 'and':
    case 'or':
      return filter.filters
        .map((part) => (part.kind === 'and' || part.kind === 'or' ? `(${inWords(part)})` : inWords(part)))
        .join(` ${filter.kind} `)
    default:
      return assertNever(filter)
  }
}

function comparison({ path, op, value }: Cmp): string {
  const name = pathInWords(path)
  if (value === null) return `${name} ${op === 'ne' ? 'is there' : 'is not there'}`
  return `${name} ${(typeof value === 'number' ? ofNumbers : ofTexts)[op]} ${JSON.stringify(value)}`
}

/** Attributes of entities keep their spelling: `source cost_center` would be another one without its line. */
function pathInWords({ urn, name, sub }: Path): string {
  const words = sub === undefined ? name.replaceAll('_', ' ') : `${name.replaceAll('_', ' ')} ${sub}`
  return urn === undefined ? words : `${urn}:${words}`
}
