import { actionEventKeys } from '#contract/activity/action-event.ts'
import { storable } from './fields.ts'
import { NumberText } from './number-text.ts'
import { Wrong } from '../../../lines/problem.ts'

const known: ReadonlySet<string> = new Set(actionEventKeys)
const deepest = 32

/**
 * The keys that the contract does not name, kept as they came; null when there are none. Throws Wrong for what would
 * not come back as it went in.
 */
export function extraOf(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  const keys = Object.keys(object)
  if (keys.every((key) => known.has(key))) return null
  const entries = keys.filter((key) => !known.has(key)).map((key) => [key, object[key]] as const)
  // fromEntries makes own properties even of a key like __proto__.
  const extra = Object.fromEntries(entries)
  checkKept('has an unknown key', extra)
  return extra
}

/** Throws `Wrong` for a value that JSON would not give back as it was. `where` begins the message. */
export function checkKept(where: string, value: unknown, depth = 0): void {
  if (typeof value === 'string') checkText(where, value)
  else if (typeof value === 'number') checkNumber(where, value)
  else if (typeof value === 'object' && value !== null && !(value instanceof NumberText)) {
    if (depth > deepest) throw new Wrong(`${where} whose value is nested deeper than ${deepest} levels`)
    for (const [key, inner] of Object.entries(value)) {
      checkText(where, key)
      checkKept(where, inner, depth + 1)
    }
  }
}

function checkText(where: string, text: string): void {
  const problem = storable(text)
  if (problem) throw new Wrong(`${where} with a text that ${problem}`)
}

// Beyond these a number has lost digits when JSON.parse gives it, and an audit must not keep another number.
function checkNumber(where: string, value: number): void {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return
  throw new Wrong(`${where} with a number too large to be kept exactly; write it as a text`)
}
