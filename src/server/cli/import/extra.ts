import { actionEventKeys } from '#contract/action-event.ts'
import { storable } from './fields.ts'
import { Wrong } from './problem.ts'

const known: ReadonlySet<string> = new Set(actionEventKeys)
const deepest = 32

/**
 * The keys that the contract does not name, kept as they came; null when there are none. Throws Wrong for what would
 * not come back as it went in.
 */
export function extraOf(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  const keys = Object.keys(given)
  if (keys.every((key) => known.has(key))) return null
  const entries = keys.filter((key) => !known.has(key)).map((key) => [key, given[key]] as const)
  // fromEntries makes own properties even of a key like __proto__.
  const extra = Object.fromEntries(entries)
  check(extra, 0)
  return extra
}

function check(value: unknown, depth: number): void {
  if (typeof value === 'string') checkText(value)
  else if (typeof value === 'number') checkNumber(value)
  else if (typeof value === 'object' && value !== null) {
    if (depth > deepest)
      throw new Wrong(`has an unknown key whose value is nested deeper than ${deepest} levels`)
    for (const [key, inner] of Object.entries(value)) {
      checkText(key)
      check(inner, depth + 1)
    }
  }
}

function checkText(text: string): void {
  const problem = storable(text)
  if (problem) throw new Wrong(`has an unknown key with a text that ${problem}`)
}

// Beyond these a number has lost digits when JSON.parse gives it, and an audit must not keep another number.
function checkNumber(value: number): void {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return
  throw new Wrong('has an unknown key with a number too large to be kept exactly; write it as a text')
}
