import type { CompareOp } from './ast.ts'

/** What a row has, made comparable: text already folded where case does not count, instants as nanoseconds. */
export type Comparable = string | number | bigint | boolean | typeof opaque

/** Stands for a value that is there but cannot be compared, such as a complex one: equal to nothing, not even itself. */
export const opaque = Symbol('opaque')

/**
 * Whether a comparison is true; there is no third truth value, so that `not` is plain negation. What is missing
 * (undefined) fails every comparison but `ne`; `eq null` is true of what is missing, and of nothing else.
 */
export function holds(op: CompareOp, have: Comparable | undefined, want: Comparable | null): boolean {
  if (op === 'ne') return !holds('eq', have, want)
  if (want === null) return op === 'eq' && have === undefined
  if (have === undefined || have === opaque || typeof have !== typeof want) return false
  if (op === 'eq') return have === want
  if (typeof have === 'string' && typeof want === 'string') return textHolds(op, have, want)
  if (!isQuantity(have) || !isQuantity(want)) return false
  return ordered(op, have === want ? 0 : have < want ? -1 : 1)
}

function isQuantity(value: Comparable): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function textHolds(op: CompareOp, have: string, want: string): boolean {
  switch (op) {
    case 'co':
      return have.includes(want)
    case 'sw':
      return have.startsWith(want)
    case 'ew':
      return have.endsWith(want)
    default:
      return ordered(op, compareCodePoints(have, want))
  }
}

function ordered(op: CompareOp, order: number): boolean {
  switch (op) {
    case 'gt':
      return order > 0
    case 'ge':
      return order >= 0
    case 'lt':
      return order < 0
    case 'le':
      return order <= 0
    default:
      return false
  }
}

/** The order of PostgreSQL's "C" collation, which is that of code points; `<` orders UTF-16 units. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  let at = 0
  while (at < length && left.charCodeAt(at) === right.charCodeAt(at)) at++
  if (at === length) return left.length - right.length
  return rank(left.charCodeAt(at)) - rank(right.charCodeAt(at))
}

/** Surrogates stand for code points above all others, so they move behind U+E000 to U+FFFF. */
function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800
  return unit >= 0xd800 ? unit + 0x2000 : unit
}
