import type { ActionEvent } from '#contract/activity/action-event.ts'
import { actionEventFields, type ActionEventField } from '#contract/fields.ts'
import type { CompareOp, Filter, Value } from '#scim/ast.ts'
import type { Random } from './random.ts'

const fields = Object.keys(actionEventFields) as ActionEventField[]

/** A random filter that the contract allows, over values that occur in the rows, parts of them and near misses. */
export function randomFilter(rows: readonly ActionEvent[], random: Random, depth = 3): Filter {
  const roll = random.next()
  if (depth === 0 || roll < 0.45) return comparison(random.pick(fields), random.pick(rows), random)
  if (roll < 0.6) return { kind: 'not', filter: randomFilter(rows, random, depth - 1) }
  const part = () => randomFilter(rows, random, depth - 1)
  const filters = [part(), part(), ...(random.chance(0.5) ? [part()] : [])] as const
  return { kind: roll < 0.85 ? 'and' : 'or', filters }
}

/** A random comparison of one field with a value taken from a row. */
export function comparison(field: ActionEventField, row: ActionEvent, random: Random): Filter {
  const rule = actionEventFields[field]
  const ops: readonly CompareOp[] = rule.ops
  const op = random.pick(ops)
  return { kind: 'cmp', path: { name: field }, op, value: valueFor(field, op, row, random) }
}

function valueFor(field: ActionEventField, op: CompareOp, row: ActionEvent, random: Random): Value {
  const value = row[field]
  if (typeof value === 'boolean' || typeof value === 'number') return value
  if (field === 'started_at' || field === 'completed_at')
    return value === null ? '2026-02-02T01:00:00Z' : value
  const text = value ?? 'extraction 3'
  if (actionEventFields[field].type === 'enum') return text
  const points = [...text]
  const part =
    op === 'eq'
      ? text
      : op === 'sw'
        ? points.slice(0, 1 + random.below(points.length)).join('')
        : op === 'ew'
          ? points.slice(random.below(points.length)).join('')
          : points.slice(random.below(points.length), 1 + random.below(points.length)).join('')
  if (random.chance(0.2)) return part.toUpperCase()
  if (random.chance(0.1)) return part.toLowerCase()
  return part
}
