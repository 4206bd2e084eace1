import type { CompareOp } from '#scim/ast.ts'
import { assertNever } from '#std/assert-never.ts'
import { isolated } from '#std/isolate.ts'
import type { Clause } from './clause.ts'
import type { FilterSpec } from './filter-spec.ts'
import { offsetWhereRepeated, toWall } from './zoned-time.ts'

/** The words for operators on the screen. */
export const opWords: Readonly<Record<CompareOp, string>> = {
  eq: 'is',
  ne: 'is not',
  co: 'contains',
  sw: 'starts with',
  ew: 'ends with',
  gt: 'after',
  ge: 'from',
  lt: 'before',
  le: 'until',
}

/**
 * A clause as words, operator first: `is Failed, Running`, `contains "smith"`, `from 2026-…`. `zone` is an IANA name.
 */
export function clauseWords(spec: FilterSpec, clause: Clause, zone: string): string {
  return partsOf(spec, clause, (at) => wallText(at, zone))
    .map(({ operator, value }) => `${operator} ${value}`)
    .join(' ')
}

/** The same in parts, with times to the minute, where there is little room. */
export function clauseInShort(spec: FilterSpec, clause: Clause, zone: string): readonly ClausePart[] {
  return partsOf(spec, clause, (at) => wallText(at, zone, 16))
}

/** The word for an operator, and the value after it. */
export type ClausePart = { readonly operator: string; readonly value: string }

function partsOf(spec: FilterSpec, clause: Clause, timeText: (at: string) => string): readonly ClausePart[] {
  const is = (value: string) => [{ operator: opWords.eq, value }]
  switch (clause.kind) {
    case 'choice':
      return is(clause.values.map((name) => labelOf(spec, name)).join(', '))
    case 'text':
      return [{ operator: opWords[clause.op], value: `"${isolated(clause.value)}"` }]
    case 'texts':
      return is(clause.values.map((value) => `"${isolated(value)}"`).join(', '))
    case 'yes-no':
      return is(clause.value ? 'yes' : 'no')
    case 'number':
      return is(String(clause.value))
    case 'time':
      if (clause.live !== undefined) return [{ operator: 'in the', value: liveText(spec, clause.live) }]
      return [clause.from, clause.to].flatMap((bound) =>
        bound ? [{ operator: opWords[bound.op], value: timeText(bound.at) }] : [],
      )
    default:
      return assertNever(clause)
  }
}

/** As the clock on the wall shows it, of so many letters, with the offset from UTC where it shows it twice. */
function wallText(at: string, zone: string, letters = 19): string {
  const wall = toWall(at, zone).replace('T', ' ').slice(0, letters)
  return [wall, offsetWhereRepeated(at, zone)].join(' ').trimEnd()
}

function liveText({ live = [] }: FilterSpec, name: string): string {
  return `${live.find((span) => span.name === name)?.label.toLowerCase() ?? name} · live`
}

function labelOf({ choices = [] }: FilterSpec, name: string): string {
  return choices.find((choice) => choice.name === name)?.label ?? isolated(name)
}
