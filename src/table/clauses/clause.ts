import type { Cmp, CompareOp, Filter, Value } from '#scim/ast.ts'
import { any } from '#scim/build.ts'
import { fieldPath } from '#scim/fields.ts'
import { assertNever } from '#std/assert-never.ts'

/** Where a range of time begins. */
export type LowerBound = { readonly op: 'gt' | 'ge'; readonly at: string }
/** Where a range of time ends. */
export type UpperBound = { readonly op: 'lt' | 'le'; readonly at: string }

/** Whether an operator gives the beginning of a range of time. */
export const isLower = (op: CompareOp): op is LowerBound['op'] => op === 'gt' || op === 'ge'
/** Whether an operator gives the end of a range of time. */
export const isUpper = (op: CompareOp): op is UpperBound['op'] => op === 'lt' || op === 'le'

/** A range of time. `live` names a span that ends now and moves on; `from` is then the instant where it begins at present. */
export type TimeClause = {
  readonly kind: 'time'
  readonly from?: LowerBound
  readonly to?: UpperBound
  readonly live?: string | undefined
}

/** The filter of one column. Choices may name values that the page does not know; times are RFC 3339. */
export type Clause =
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'text'; readonly op: CompareOp; readonly value: string }
  /** One of several texts. */
  | { readonly kind: 'texts'; readonly values: readonly string[] }
  | { readonly kind: 'yes-no'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | TimeClause

/** The clause of a text that equals one of these, each once; an empty clause for none. */
export function textsClause(values: readonly string[]): Clause {
  const [value = '', ...more] = new Set(values)
  return more.length > 0 ? { kind: 'texts', values: [value, ...more] } : { kind: 'text', op: 'eq', value }
}

/** The clauses of a table by field; a field without one is not filtered. */
export type Clauses = Readonly<Partial<Record<string, Clause>>>

/** A clause as SCIM filters, all of which must hold. An empty clause gives none. */
export function clauseFilters(field: string, clause: Clause): readonly Filter[] {
  const compare = (op: CompareOp, value: Value): Cmp => ({ kind: 'cmp', path: fieldPath(field), op, value })
  switch (clause.kind) {
    case 'choice':
    case 'texts': {
      const filter = any(...clause.values.map((name) => compare('eq', name)))
      return filter ? [filter] : []
    }
    case 'text':
      return clause.value === '' ? [] : [compare(clause.op, clause.value)]
    case 'yes-no':
    case 'number':
      return [compare('eq', clause.value)]
    case 'time':
      return [clause.from, clause.to].flatMap((bound) => (bound ? [compare(bound.op, bound.at)] : []))
    default:
      return assertNever(clause)
  }
}
