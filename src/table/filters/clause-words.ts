import type { CompareOp } from '#scim/ast.ts'
import { assertNever } from '#std/assert-never.ts'
import { isolated } from '#std/isolate.ts'
import type { Clause } from './clause.ts'
import type { FilterSpec } from './filter-spec.ts'
import { toWall } from './zoned-time.ts'

/** What an operator is called on the screen. */
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

/** A clause in few words, with times in a time zone (IANA name): `Failed, Running`, `contains "smith"`, `from 2026-…`. */
export function clauseWords(spec: FilterSpec, clause: Clause, zone: string): string {
  switch (clause.kind) {
    case 'choice':
      return clause.values.map((name) => labelOf(spec, name)).join(', ')
    case 'text':
      return `${opWords[clause.op]} "${isolated(clause.value)}"`
    case 'yes-no':
      return clause.value ? 'yes' : 'no'
    case 'number':
      return String(clause.value)
    case 'time':
      return [clause.from, clause.to]
        .flatMap((bound) =>
          bound ? [`${opWords[bound.op]} ${toWall(bound.at, zone).replace('T', ' ')}`] : [],
        )
        .join(' ')
    default:
      return assertNever(clause)
  }
}

/** The same where there is little room: times to the minute, and without operators. */
export function clauseInShort(spec: FilterSpec, clause: Clause, zone: string): string {
  if (clause.kind !== 'time') return clauseWords(spec, clause, zone)
  const [from, to] = [clause.from, clause.to].map((bound) =>
    bound ? wallText(bound.at, zone).slice(0, 16) : '',
  )
  return `${from} – ${to}`.trim()
}

function wallText(at: string, zone: string): string {
  return toWall(at, zone).replace('T', ' ')
}

function labelOf({ choices = [] }: FilterSpec, name: string): string {
  return choices.find((choice) => choice.name === name)?.label ?? isolated(name)
}
