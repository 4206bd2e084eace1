import type { CompareOp } from '#scim/ast.ts'
import { opWords } from './clause-words.ts'
import type { FilterSpec } from './filter-spec.ts'
import type { FilterProblem } from './filter-text.ts'

const wholeNumbers = 'a whole number from -2147483648 to 2147483647'
const aTime = 'a date and time with its offset from UTC, such as 2026-01-31T09:30:00Z'

/**
 * Sentences that say why a parameter cannot be read and what would be right. They begin with the field's name on the
 * screen and never repeat a value.
 */
export const clauseReasons = {
  repeated: ({ label }: FilterSpec) => `${label} can stand once in a link.`,
  empty: ({ label }: FilterSpec) => `${label} has no value.`,
  notAChoice: ({ label, choices = [] }: FilterSpec) =>
    `${label} has no such value. It is one of ${choices.map(({ name }) => name).join(', ')}.`,
  notATruth: ({ label }: FilterSpec) => `${label} is true or false.`,
  notANumber: ({ label }: FilterSpec) => `${label} is ${wholeNumbers}.`,
  twice: ({ label }: FilterSpec, end: 'from' | 'to') =>
    `${label} has two ${end === 'from' ? 'beginnings' : 'ends'}. It can have one beginning and one end.`,

  /** For a value that begins with none of the field's operators; `word` is what stands before its colon. */
  operator({ label, ops, kind }: FilterSpec, word: string): string {
    const other = Object.entries(opWords).find(([op]) => op === word)
    if (other) return `${label} cannot be compared with ${other[0]} (${other[1]}), only with ${listed(ops)}.`
    return `${label} needs a comparison and a colon before its ${kind}: ${listed(ops)}.`
  },

  /** For a value that the field table does not take. */
  notTaken(spec: FilterSpec, { code, message }: FilterProblem): string {
    if (code === 'notADate') return `${spec.label} is compared with ${aTime}.`
    if (code === 'unknownValue') return clauseReasons.notAChoice(spec)
    if (code === 'wrongType' && spec.kind === 'number') return clauseReasons.notANumber(spec)
    return `${spec.label} cannot be used. ${message}`
  },
}

/** `eq (is) or co (contains)`. */
function listed(ops: readonly CompareOp[]): string {
  const named = ops.map((op) => `${op} (${opWords[op]})`)
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`
}
