import { type RawBuilder, sql } from 'kysely'
import type { CompareOp, Filter, Value } from '#scim/ast.ts'
import { assertNever } from '#std/assert-never.ts'
import { parseInstant } from '#std/instant.ts'
import { noTime } from './schema.ts'

/**
 * Where a filterable field lives. `text` columns compare exactly, or through `lower()` when `fold` (the column then
 * holds lower-cased text: the value is folded by the same function of the same database). `prefix` is how many code
 * points of the column its btree index holds; `time` columns hold nanoseconds.
 */
export type Column =
  | { readonly kind: 'text'; readonly name: string; readonly fold?: true; readonly prefix?: number }
  | { readonly kind: 'time' | 'boolean' | 'integer'; readonly name: string }

export type Columns = Readonly<Record<string, Column>>
type Condition = RawBuilder<unknown>

/** Which stored values a `contains`, `starts with` or `ends with` clause stands for, by the clause. */
export type StoredTexts = ReadonlyMap<Filter, readonly string[]>

/**
 * Compiles a checked, canonical filter to a SQL condition. Column names come only from `columns`, values only as
 * parameters. `not` is `IS NOT TRUE`, so a row without a value is found by the negation of what it does not match.
 * `texts` gives the stored values that some clauses stand for. Throws on a node that the check of the contract
 * would have refused.
 */
export function toSql(filter: Filter, columns: Columns, texts: StoredTexts): Condition {
  switch (filter.kind) {
    case 'and':
      return sql`(${sql.join(
        filter.filters.map((part) => toSql(part, columns, texts)),
        sql` AND `,
      )})`
    case 'or':
      return sql`(${sql.join(
        filter.filters.map((part) => toSql(part, columns, texts)),
        sql` OR `,
      )})`
    case 'not':
      return sql`(${toSql(filter.filter, columns, texts)}) IS NOT TRUE`
    case 'cmp':
      return clause(columnOf(columns, filter.path.name), filter, texts.get(filter))
    case 'present':
    case 'valuePath':
      throw new Error(`a filter of kind ${filter.kind} reached the store unchecked`)
    default:
      return assertNever(filter)
  }
}

function columnOf(columns: Columns, field: string): Column {
  const column = Object.hasOwn(columns, field) ? columns[field] : undefined
  if (!column) throw new Error('a field without a column reached the store')
  return column
}

type Clause = Extract<Filter, { kind: 'cmp' }>

function clause(column: Column, { op, value }: Clause, values: readonly string[] | undefined): Condition {
  if (values && column.kind === 'text') return sql`${startOf(column)} = ANY(${values}::text[])`
  return comparison(column, op, value)
}

function comparison(column: Column, op: CompareOp, value: Value): Condition {
  if (column.kind === 'text' && typeof value === 'string') return textCondition(column, op, value)
  if (column.kind === 'time' && typeof value === 'string') return timeCondition(column.name, op, value)
  if (column.kind === 'boolean' && typeof value === 'boolean' && op === 'eq')
    return sql`${sql.ref(column.name)} = ${value}::boolean`
  if (column.kind === 'integer' && typeof value === 'number' && op === 'eq')
    return sql`${sql.ref(column.name)} = ${value}::integer`
  throw new Error('an operator or value that the contract does not allow reached the store')
}

export type TextColumn = Extract<Column, { kind: 'text' }>

/** A comparison of a text column, or of another column that holds the same kind of text. */
export function textCondition(column: TextColumn, op: CompareOp, text: string): Condition {
  const name = sql.ref(column.name)
  const bound = (value: string) => (column.fold ? sql`lower(${value}::text)` : sql`${value}::text`)
  const length = [...text].length
  switch (op) {
    case 'eq':
      return equal(column, text, bound)
    case 'co':
      return holds(name, text, bound)
    case 'sw':
      return column.prefix !== undefined && length <= column.prefix
        ? sql`${startOf(column)} LIKE ${bound(`${escapeLike(text)}%`)}`
        : sql`${name} LIKE ${bound(`${escapeLike(text)}%`)}`
    case 'ew':
      return hasTrigram(text)
        ? sql`${name} LIKE ${bound(`%${escapeLike(text)}`)}`
        : sql`right(${name}, ${sql.lit(length)}) = ${bound(text)}`
    default:
      throw new Error('an operator that no text field takes reached the store')
  }
}

/** Whether a lower-cased expression holds a text in upper or lower case, in which every character stands for itself. */
export function holdsFolded(expression: Condition, text: string): Condition {
  return holds(expression, text, (value) => sql`lower(${value}::text)`)
}

function holds(expression: Condition, text: string, bound: (value: string) => Condition): Condition {
  return hasTrigram(text)
    ? sql`${expression} LIKE ${bound(`%${escapeLike(text)}%`)}`
    : sql`strpos(${expression}, ${bound(text)}) > 0`
}

/**
 * Equality through the index of a column's beginning. A text shorter than that beginning is equal to it only when it
 * is the whole value: one condition then, because the planner would count two as independent.
 */
function equal(column: TextColumn, text: string, bound: (value: string) => Condition): Condition {
  const name = sql.ref(column.name)
  if (column.prefix === undefined) return sql`${name} = ${bound(text)}`
  const start = startOf(column)
  if (text.length < column.prefix) return sql`${start} = ${bound(text)}`
  return sql`(${start} = left(${bound(text)}, ${sql.lit(column.prefix)}) AND ${name} = ${bound(text)})`
}

/** What the btree index of a column holds. */
function startOf(column: TextColumn): Condition {
  const name = sql.ref(column.name)
  return column.prefix === undefined ? name : sql`left(${name}, ${sql.lit(column.prefix)})`
}

const timeOperators = { gt: '>', ge: '>=', lt: '<', le: '<=' } as const

function timeCondition(column: string, op: CompareOp, text: string): Condition {
  const instant = parseInstant(text)
  if (!instant || !(op === 'gt' || op === 'ge' || op === 'lt' || op === 'le'))
    throw new Error('a time or an operator that the contract does not allow reached the store')
  const name = sql.ref(column)
  const compared = sql`${name} ${sql.raw(timeOperators[op])} ${String(instant.ns)}::bigint`
  return sql`(${compared} AND ${name} < ${sql.lit(noTime)}::bigint)`
}

/**
 * Whether a trigram index can narrow this text. Below three letters or digits in a row it cannot, and a LIKE would
 * read the whole index and then the whole table: such a text goes through the rows themselves instead.
 */
function hasTrigram(text: string): boolean {
  return /[\p{L}\p{N}]{3}/u.test(text)
}

/** Makes `%`, `_` and `\` stand for themselves in a LIKE pattern. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
