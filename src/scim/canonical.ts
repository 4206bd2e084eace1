import { assertNever } from '#std/assert-never.ts'
import { parseInstant } from '#std/instant.ts'
import type { CompareOp, Value } from './ast.ts'
import type { EnumRule, FieldRule } from './fields.ts'

export type ValueFault = 'wrongType' | 'unknownValue' | 'notADate'

/** A value in the one spelling it has under a rule, or why it has none. */
export type Canonical = { value: Value } | { fault: ValueFault }

const wrongType: Canonical = { fault: 'wrongType' }

/**
 * The one spelling of a filter's value under a rule: enum names as in the table, "True" as true, date-times as the same
 * instant in UTC with the same digits. null passes only with eq and ne, where the rule is nullable.
 */
export function canonical(rule: FieldRule, op: CompareOp, value: Value): Canonical {
  if (value === null) {
    return rule.nullable === true && (op === 'eq' || op === 'ne') ? { value } : wrongType
  }
  switch (rule.type) {
    case 'text':
      return typeof value === 'string' ? { value } : wrongType
    case 'enum':
      return enumName(rule, value)
    case 'boolean':
      return truth(value)
    case 'integer':
      return isInt32(value) ? { value } : wrongType
    case 'datetime': {
      if (typeof value !== 'string') return wrongType
      const instant = parseInstant(value)
      return instant === undefined ? { fault: 'notADate' } : { value: instant.utc }
    }
    default:
      return assertNever(rule)
  }
}

function isInt32(value: string | number | boolean): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31
}

function enumName(rule: EnumRule, value: string | number | boolean): Canonical {
  if (typeof value === 'boolean') return wrongType
  const name = typeof value === 'number' ? rule.values[value] : nameIn(rule, value)
  return name === undefined ? { fault: 'unknownValue' } : { value: name }
}

/** The name that a text means: its own, that of a further spelling, or the one that follows the prefix. */
function nameIn({ values, others = [], prefix, also }: EnumRule, text: string): string | undefined {
  const whole = spelling([...values, ...others], text) ?? also?.[text.toUpperCase()]
  return whole ?? (prefix === undefined ? undefined : spelling(values, prefix + text))
}

/** The name as the list spells it; one that is spelled exactly so goes before one that differs in case. */
function spelling(names: readonly string[], text: string): string | undefined {
  if (names.includes(text)) return text
  const lower = text.toLowerCase()
  return names.find((name) => name.toLowerCase() === lower)
}

function truth(value: string | number | boolean): Canonical {
  if (typeof value === 'boolean') return { value }
  const lower = typeof value === 'string' ? value.toLowerCase() : ''
  if (lower !== 'true' && lower !== 'false') return wrongType
  return { value: lower === 'true' }
}
