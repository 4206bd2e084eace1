import { type Kysely, sql } from 'kysely'
import type { Filter } from '#scim/ast.ts'
import { type Columns, type StoredTexts, textCondition } from './filter-sql.ts'
import type { Schema } from './schema.ts'

type Clause = Extract<Filter, { kind: 'cmp' }>

/** A text that more values than this contain is common enough to be met soon on a walk along the order. */
const maxValues = 1000
/** More clauses than this are left as they are: each costs a statement. */
const maxClauses = 8
const searched: ReadonlySet<string> = new Set([
  'action_name',
  'workflow_name',
  'identity_id',
  'identity_name',
])

/**
 * There are far fewer names and ids than events, and a table of its own keeps each once (`event_text`, by a trigger).
 * A search for a part of a text is made in there first and turned into the values found: the planner then knows how
 * many rows they have and which of them never go together, and a text too short for a trigram needs no scan.
 */
export async function storedTexts(
  db: Kysely<Schema>,
  filter: Filter,
  columns: Columns,
): Promise<StoredTexts> {
  const texts = new Map<Filter, readonly string[]>()
  for (const clause of clausesOf(filter).slice(0, maxClauses)) {
    const values = await valuesOf(db, clause, columns)
    if (values) texts.set(clause, values)
  }
  return texts
}

function clausesOf(filter: Filter): Clause[] {
  if (filter.kind === 'cmp') return searched.has(filter.path.name) && filter.op !== 'eq' ? [filter] : []
  if (filter.kind === 'not') return clausesOf(filter.filter)
  return filter.kind === 'and' || filter.kind === 'or' ? filter.filters.flatMap(clausesOf) : []
}

/** Undefined when there are too many values, or one so long that the index holds only its beginning. */
async function valuesOf(db: Kysely<Schema>, clause: Clause, columns: Columns): Promise<string[] | undefined> {
  const field = clause.path.name
  const column = columns[field]
  if (column?.kind !== 'text' || typeof clause.value !== 'string') return undefined
  const condition = textCondition(
    { kind: 'text', name: 'value', ...(column.fold && { fold: true }) },
    clause.op,
    clause.value,
  )
  const { rows } = await sql<{ value: string }>`SELECT value FROM event_text
    WHERE field = ${field} AND ${condition} LIMIT ${maxValues + 1}`.execute(db)
  const tooLong = column.prefix !== undefined && rows.some((row) => row.value.length >= (column.prefix ?? 0))
  return rows.length > maxValues || tooLong ? undefined : rows.map((row) => row.value)
}
