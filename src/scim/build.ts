import type { Cmp, Filter, Filters } from './ast.ts'
import { type FieldRule, type FieldTable, fieldPath } from './fields.ts'

type FieldName<T extends FieldTable> = keyof T & string

type ValueOf<R extends FieldRule> =
  | (R extends { type: 'enum'; values: readonly (infer V)[] } ? V : never)
  | (R extends { type: 'boolean' } ? boolean : never)
  | (R extends { type: 'integer' } ? number : never)
  | (R extends { type: 'text' | 'datetime' } ? string : never)

type OperandOf<R extends FieldRule, O> =
  | ValueOf<R>
  | (R extends { nullable: true } ? (O extends 'eq' | 'ne' ? null : never) : never)

/**
 * One comparison. The table decides at compile time which fields there are, which operators each takes and what it is
 * compared with; a field that only a cast could name throws RangeError.
 */
export function where<
  const T extends FieldTable,
  const F extends FieldName<T>,
  const O extends T[F]['ops'][number],
>(fields: T, field: F, op: O, value: OperandOf<T[F], O>): Cmp {
  if (!Object.hasOwn(fields, field)) throw new RangeError('The table has no such field')
  return { kind: 'cmp', path: fieldPath(field), op, value }
}

/** All of the filters that are there; undefined, which restricts nothing, when none is. An `and` among them is opened. */
export function all(...filters: readonly (Filter | undefined)[]): Filter | undefined {
  return join('and', filters)
}

/** Any of the filters that are there; undefined, which restricts nothing, when none is. An `or` among them is opened. */
export function any(...filters: readonly (Filter | undefined)[]): Filter | undefined {
  return join('or', filters)
}

function join(kind: 'and' | 'or', filters: readonly (Filter | undefined)[]): Filter | undefined {
  const parts = filters
    .filter((filter) => filter !== undefined)
    .flatMap((filter): readonly Filter[] => (filter.kind === kind ? filter.filters : [filter]))
  const [first, second, ...rest] = parts
  if (first === undefined || second === undefined) return first
  const joined: Filters = [first, second, ...rest]
  return { kind, filters: joined }
}
