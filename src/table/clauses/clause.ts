import type { Cmp, CompareOp, Filter, Value } from '#scim/ast.ts'
import { any } from '#scim/build.ts'
import { fieldPath } from '#scim/fields.ts'
import { assertNever } from '#std/assert-never.ts'

export type LowerBound = { readonly op: 'gt' | 'ge'; readonly at: string }
export type UpperBound = { readonly op: 'lt' | 'le'; readonly at: string }

/** Whether an operator says where a span of time begins, or where it ends. */
export const isLower = (op: CompareOp): op is LowerBound['op'] => op === 'gt' || op === 'ge'
export const isUpper = (op: CompareOp): op is UpperBound['op'] => op === 'lt' || op === 'le'

/** What one column is filtered by. Names of choices may be unknown ones; times are RFC 3339 instants. */
export type Clause =
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'text'; readonly op: CompareOp; readonly value: string }
  | { readonly kind: 'yes-no'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'time'; readonly from?: LowerBound; readonly to?: UpperBound }

/** The clauses of a table by field; a field that is not there is not filtered. */
export type Clauses = Readonly<Partial<Record<string, Clause>>>

/** The filters that a clause stands for, all of which must hold; none for a clause that says nothing. */
export function clauseFilters(field: string, clause: Clause): readonly Filter[] {
  const compare = (op: CompareOp, value: Value): Cmp => ({ kind: 'cmp', path: fieldPath(field), op, value })
  switch (clause.kind) {
    case 'choice': {
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
