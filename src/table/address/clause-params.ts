import type { CompareOp } from '#scim/ast.ts'
import { all } from '#scim/build.ts'
import type { FieldTable } from '#scim/fields.ts'
import { print } from '#scim/print.ts'
import { assertNever } from '#std/assert-never.ts'
import { type Clause, clauseFilters, isLower, isUpper, textsClause } from '../clauses/clause.ts'
import { clauseReasons } from '../clauses/clause-reasons.ts'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import { readFilter } from '../clauses/filter-text.ts'
import { filterToClauses } from './filter-to-clauses.ts'

/** Values of a parameter that cannot be read, and why. The sentence never repeats a value. */
export type ClauseFault = { readonly values: readonly string[]; readonly reason: string }
type Read = { readonly clause: Clause } | { readonly reason: string }

/** Writes a clause as the values of the URL parameter that is named like its field. */
export function clauseParams(clause: Clause): readonly string[] {
  switch (clause.kind) {
    case 'choice':
      return clause.values
    case 'text':
      return clause.value === '' ? [] : [`${clause.op}:${clause.value}`]
    case 'texts':
      return clause.values.map((value) => `eq:${value}`)
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
 * Reads the values of a field's URL parameter as a clause, and says which of them cannot be read. A choice has several
 * values, a time up to two, a text several that it is to equal, every other kind one.
 */
export function readParams(
  values: readonly string[],
  spec: FilterSpec,
  fields: FieldTable,
): { readonly clause: Clause | undefined; readonly faults: readonly ClauseFault[] } {
  if (values.length > 1 && !mayRepeat(values, spec))
    return { clause: undefined, faults: [{ values, reason: clauseReasons.repeated(spec) }] }
  const faults: ClauseFault[] = []
  const read: { value: string; clause: Clause }[] = []
  for (const value of values) {
    const result = checked(readOne(value, spec), spec, fields)
    if ('clause' in result) read.push({ value, clause: result.clause })
    else faults.push({ values: [value], reason: result.reason })
  }
  if (read.length === 0) return { clause: undefined, faults }
  if (spec.kind === 'time') return withSpan(read, spec, faults)
  const joined = checked({ clause: join(read.map(({ clause }) => clause)) }, spec, fields)
  if ('clause' in joined) return { clause: joined.clause, faults }
  return {
    clause: undefined,
    faults: [...faults, { values: read.map(({ value }) => value), reason: joined.reason }],
  }
}

function mayRepeat(values: readonly string[], { kind }: FilterSpec): boolean {
  if (kind === 'text') return values.every((value) => value.startsWith('eq:'))
  return kind === 'choice' || kind === 'time'
}

/** A clause as the table spells it, or why the table cannot take it. */
function checked(read: Read, spec: FilterSpec, fields: FieldTable): Read {
  if ('reason' in read) return read
  const filter = all(...clauseFilters(spec.field, read.clause))
  if (!filter) return { reason: clauseReasons.empty(spec) }
  const result = readFilter(print(filter), fields)
  if ('problem' in result) return { reason: clauseReasons.notTaken(spec, result.problem) }
  const clause = filterToClauses(result.filter, fields, [spec])?.[spec.field]
  return clause ? { clause } : { reason: clauseReasons.empty(spec) }
}

function readOne(text: string, spec: FilterSpec): Read {
  switch (spec.kind) {
    case 'choice':
      return text === ''
        ? { reason: clauseReasons.notAChoice(spec) }
        : { clause: { kind: 'choice', values: [text] } }
    case 'yes-no': {
      const known = text === 'true' || text === 'false'
      return known
        ? { clause: { kind: 'yes-no', value: text === 'true' } }
        : { reason: clauseReasons.notATruth(spec) }
    }
    case 'number':
      return /^-?\d{1,10}$/.test(text)
        ? { clause: { kind: 'number', value: Number(text) } }
        : { reason: clauseReasons.notANumber(spec) }
    case 'text':
    case 'time':
      return readComparison(text, spec)
    default:
      return assertNever(spec.kind)
  }
}

function readComparison(text: string, spec: FilterSpec): Read {
  const colon = text.indexOf(':')
  const word = text.slice(0, Math.max(colon, 0))
  const op = spec.ops.find((known) => known === word)
  if (!op) return { reason: clauseReasons.operator(spec, word) }
  const value = text.slice(colon + 1)
  if (value === '') return { reason: clauseReasons.empty(spec) }
  return { clause: spec.kind === 'time' ? boundOf(op, value) : { kind: 'text', op, value } }
}

function boundOf(op: CompareOp, at: string): Clause {
  return {
    kind: 'time',
    ...(isLower(op) ? { from: { op, at } } : {}),
    ...(isUpper(op) ? { to: { op, at } } : {}),
  }
}

/** Several choices or texts as one; of the other kinds there is only one. */
function join([first, ...rest]: readonly Clause[]): Clause {
  if (first?.kind === 'text' && rest.length > 0)
    return textsClause([first, ...rest].flatMap((clause) => (clause.kind === 'text' ? clause.value : [])))
  if (first?.kind !== 'choice') return first ?? { kind: 'choice', values: [] }
  return {
    kind: 'choice',
    values: [first, ...rest].flatMap((clause) => (clause.kind === 'choice' ? clause.values : [])),
  }
}

/** One beginning and one end; two of either contradict each other, and neither is taken. */
function withSpan(
  read: readonly { readonly value: string; readonly clause: Clause }[],
  spec: FilterSpec,
  earlier: readonly ClauseFault[],
): ReturnType<typeof readParams> {
  const faults = [...earlier]
  const boundOf = (end: 'from' | 'to') => {
    const bounds = read.filter(({ clause }) => clause.kind === 'time' && clause[end])
    if (bounds.length < 2) return bounds[0]?.clause
    faults.push({ values: bounds.map(({ value }) => value), reason: clauseReasons.twice(spec, end) })
    return undefined
  }
  const from = boundOf('from')
  const to = boundOf('to')
  return { clause: from && to ? { ...from, ...to } : (from ?? to), faults }
}
