import { assertNever } from '#std/assert-never.ts'
import type { Cmp, Filter, Present, Span, ValuePath } from './ast.ts'
import { canonical, type ValueFault } from './canonical.ts'
import { type FieldRule, type FieldTable, findField } from './fields.ts'
import { printPath } from './print.ts'

/**
 * A thing that a filter may not ask of a resource. `field` is there when the table has it; `start` and `end` are the
 * offsets of the part to mend (0 and 0 for a filter that was not parsed). The message is a sentence for a person: it
 * names fields, operators and values of the table and never repeats what was typed.
 */
export interface Violation {
  code: 'unknownField' | 'operatorNotAllowed' | 'notSupported' | ValueFault
  field?: string
  start: number
  end: number
  message: string
}

/** Everything in a filter that the table does not allow, in the order of the text; an empty list when all is well. */
export function checkFilter(filter: Filter, fields: FieldTable): Violation[] {
  switch (filter.kind) {
    case 'cmp':
      return checkClause(filter, fields)
    case 'present':
      return [notSupported(filter, fields, 'pr cannot be used in this filter.')]
    case 'valuePath':
      return [notSupported(filter, fields, 'Square brackets cannot be used in this filter.')]
    case 'not':
      return checkFilter(filter.filter, fields)
    case 'and':
    case 'or':
      return filter.filters.flatMap((child) => checkFilter(child, fields))
    default:
      return assertNever(filter)
  }
}

function checkClause(clause: Cmp, fields: FieldTable): Violation[] {
  const field = findField(fields, clause.path)
  if (field === undefined) return [unknownField(clause, fields)]
  const { name, rule } = field
  const ops: readonly string[] = rule.ops
  if (!ops.includes(clause.op)) {
    const message = `${name} can be compared with ${either(ops)} only.`
    return [{ code: 'operatorNotAllowed', field: name, ...operatorSpan(clause), message }]
  }
  const result = canonical(rule, clause.op, clause.value)
  if ('value' in result) return []
  const { start, end } = clause.valueSpan ?? nowhere
  return [
    { code: result.fault, field: name, start, end, message: `${name} is compared with ${wanted(rule)}.` },
  ]
}

function unknownField(clause: Cmp, fields: FieldTable): Violation {
  if (clause.path.urn !== undefined) {
    return {
      code: 'notSupported',
      ...pathSpan(clause),
      message: 'Schema prefixes cannot be used in this filter.',
    }
  }
  const message = `There is no such field to filter by. The fields are ${list(Object.keys(fields), 'and')}.`
  return { code: 'unknownField', ...pathSpan(clause), message }
}

function notSupported(node: Present | ValuePath, fields: FieldTable, message: string): Violation {
  const field = findField(fields, node.path)
  const { start, end } = node.span ?? nowhere
  return { code: 'notSupported', ...(field && { field: field.name }), start, end, message }
}

/** What a field is compared with, in words. */
function wanted(rule: FieldRule): string {
  const orNull = rule.nullable === true ? ', or with null by eq and ne' : ''
  switch (rule.type) {
    case 'text':
      return `text in double quotes${orNull}`
    case 'enum':
      return `one of the names ${quoted([...rule.values, ...(rule.others ?? [])])}${orNull}`
    case 'boolean':
      return `true or false${orNull}`
    case 'integer':
      return `a whole number from -2147483648 to 2147483647, without quotes${orNull}`
    case 'datetime':
      return `a date and time with its offset from UTC, such as "2026-01-31T09:30:00Z"${orNull}`
    default:
      return assertNever(rule)
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ')
}

function either(words: readonly string[]): string {
  return list(words, 'or')
}

function list(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

const nowhere: Span = { start: 0, end: 0 }

function pathSpan({ path, span }: Cmp): Span {
  return span === undefined ? nowhere : { start: span.start, end: span.start + printPath(path).length }
}

/** The operator stands between the path and the value, one space or more from both. */
function operatorSpan(clause: Cmp): Span {
  if (clause.valueSpan === undefined) return nowhere
  return { start: pathSpan(clause).end + 1, end: clause.valueSpan.start - 1 }
}
