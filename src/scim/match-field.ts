import { assertNever } from '#std/assert-never.ts'
import { foldText } from '#std/fold-text.ts'
import { fold } from '#std/fold.ts'
import { parseInstant } from '#std/instant.ts'
import type { Cmp, Present, ValuePath } from './ast.ts'
import { type FieldRule, type FieldTable, findField } from './fields.ts'
import { type Comparable, holds } from './holds.ts'
import { isRow, type Row, type Test } from './logic.ts'
import { typedClause } from './typed.ts'

/** The test of one clause under a field table, with the meaning that the table's resource has on the server. */
export function fieldTest(clause: Cmp | Present | ValuePath, fields: FieldTable): Test<Row> {
  const { path, op, value } = typedClause(clause, fields)
  const field = findField(fields, path)
  if (field === undefined) throw new TypeError('The filter was not checked against these fields')
  const { name, rule } = field
  const want = comparable(rule, value) ?? null
  return (row) => holds(op, comparable(rule, read(row, name)), want)
}

/** A row holds a dotted field under its whole name, or nested. */
function read(row: Row, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name]
  const dot = name.indexOf('.')
  if (dot < 0) return undefined
  const outer = row[name.slice(0, dot)]
  const sub = name.slice(dot + 1)
  return isRow(outer) && Object.hasOwn(outer, sub) ? outer[sub] : undefined
}

const folds = { case: fold, text: foldText } as const

/** What a rule compares of a value; undefined where the value is missing or not of the rule's type. */
function comparable(rule: FieldRule, value: unknown): Comparable | undefined {
  switch (rule.type) {
    case 'text':
      if (typeof value !== 'string') return undefined
      return rule.fold === undefined ? value : folds[rule.fold](value)
    case 'enum':
      return typeof value === 'string' ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'integer':
      return typeof value === 'number' ? value : undefined
    case 'datetime':
      return typeof value === 'string' ? parseInstant(value)?.ns : undefined
    default:
      return assertNever(rule)
  }
}
