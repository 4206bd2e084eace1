import type { CompareOp } from '#scim/ast.ts'
import { all } from '#scim/build.ts'
import type { FieldTable } from '#scim/fields.ts'
import { print } from '#scim/print.ts'
import { assertNever } from '#std/assert-never.ts'
import { type Clause, clauseFilters, isLower, isUpper } from './clause.ts'
import type { FilterSpec } from './filter-spec.ts'
import { readFilter } from './filter-text.ts'
import { foldBack } from './fold-back.ts'

type TimeClause = Extract<Clause, { kind: 'time' }>
type Read = { readonly clause: Clause } | { readonly reason: string }

/** The texts that stand for a clause as a URL parameter named like the field, one parameter each. */
export function clauseParams(clause: Clause): readonly string[] {
  switch (clause.kind) {
    case 'choice':
      return clause.values
    case 'text':
      return clause.value === '' ? [] : [`${clause.op}:${clause.value}`]
    case 'yes-no':
    case 'number':
      return [String(clause.value)]
    case 'time':
      return [clause.from, clause.to].flatMap((bound) => (bound ? [`${bound.op}:${bound.at}`] : []))
    default:
      return assertNever(clause)
  }
}

/**
 * The clause that a field's parameters stand for, in the table's own spelling, or why there is none. The reason goes
 * behind the name of the parameter ("takes true or false") and never repeats a value.
 */
export function readParams(texts: readonly string[], spec: FilterSpec, fields: FieldTable): Read {
  const read = spec.kind === 'choice' ? readNames(texts) : readOne(texts, spec)
  if ('reason' in read) return read
  const filter = all(...clauseFilters(spec.field, read.clause))
  if (!filter) return { reason: 'is empty' }
  const checked = readFilter(print(filter), fields)
  if ('problem' in checked) return { reason: `cannot be used. ${checked.problem.message}` }
  const clause = foldBack(checked.filter, fields, [spec])?.[spec.field]
  return clause ? { clause } : { reason: 'cannot be used' }
}

function readNames(values: readonly string[]): Read {
  return values.includes('') ? { reason: 'is empty' } : { clause: { kind: 'choice', values } }
}

function readOne(texts: readonly string[], spec: FilterSpec): Read {
  if (spec.kind === 'time') return readTimes(texts, spec)
  const [text = '', ...more] = texts
  if (more.length > 0) return { reason: 'stands more than once' }
  if (spec.kind === 'text') return readText(text, spec)
  if (spec.kind === 'yes-no') {
    const known = text === 'true' || text === 'false'
    return known ? { clause: { kind: 'yes-no', value: text === 'true' } } : { reason: 'takes true or false' }
  }
  if (!/^-?\d{1,10}$/.test(text)) return { reason: 'takes a whole number' }
  return { clause: { kind: 'number', value: Number(text) } }
}

function readText(text: string, spec: FilterSpec): Read {
  const found = readOperator(text, spec)
  if (!found) return { reason: wanted(spec, 'text') }
  const { op, rest: value } = found
  return value === '' ? { reason: 'is empty' } : { clause: { kind: 'text', op, value } }
}

function readTimes(texts: readonly string[], spec: FilterSpec): Read {
  const clause: { -readonly [K in keyof TimeClause]: TimeClause[K] } = { kind: 'time' }
  for (const text of texts) {
    const found = readOperator(text, spec)
    if (!found) return { reason: wanted(spec, 'time') }
    const { op, rest: at } = found
    if (isLower(op) && !clause.from) clause.from = { op, at }
    else if (isUpper(op) && !clause.to) clause.to = { op, at }
    else return { reason: 'has two beginnings or two ends' }
  }
  return { clause }
}

function readOperator(text: string, spec: FilterSpec): { op: CompareOp; rest: string } | undefined {
  const colon = text.indexOf(':')
  const op = spec.ops.find((one) => one === text.slice(0, Math.max(colon, 0)))
  return op && { op, rest: text.slice(colon + 1) }
}

function wanted(spec: FilterSpec, what: string): string {
  return `takes ${spec.ops.join(' or ')}, a colon and a ${what}`
}
