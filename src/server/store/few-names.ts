import { type Kysely, sql } from 'kysely'
import type { Filter } from '#scim/ast.ts'
import type { Columns } from './filter-sql.ts'
import type { Schema } from './schema.ts'

/** Which stored names a `contains` clause stands for, by the clause. */
export type FewNames = ReadonlyMap<Filter, readonly string[]>
type Clause = Extract<Filter, { kind: 'cmp' }>

/** A column with more names than this is no column of few names. */
const mostNames = 300
/** More clauses than this are left as they are: each costs a statement. */
const mostClauses = 8

/**
 * Workflows and actions have few names, however many events there are. A `contains` over such a column is turned into
 * the names that contain the text, found by steps through the column's index: the planner then knows how many rows each
 * name has and which names, types and policies go together, and a text too short for a trigram needs no scan.
 */
export async function fewNames(db: Kysely<Schema>, filter: Filter, columns: Columns): Promise<FewNames> {
  const found = new Map<Filter, readonly string[]>()
  for (const clause of clausesOf(filter).slice(0, mostClauses)) {
    const column = columns[clause.path.name]
    if (column?.kind !== 'text' || !column.few || clause.op !== 'co' || typeof clause.value !== 'string') continue
    const names = await namesContaining(db, column, clause.value)
    if (names) found.set(clause, names)
  }
  return found
}

function clausesOf(filter: Filter): Clause[] {
  if (filter.kind === 'cmp') return [filter]
  if (filter.kind === 'not') return clausesOf(filter.filter)
  return filter.kind === 'and' || filter.kind === 'or' ? filter.filters.flatMap(clausesOf) : []
}

type NameColumn = { readonly name: string; readonly fold?: true; readonly prefix?: number }

/** Undefined when there are too many names, or one so long that the index holds only its beginning. */
async function namesContaining(db: Kysely<Schema>, column: NameColumn, text: string): Promise<string[] | undefined> {
  const name = sql`left(${sql.ref(column.name)}, ${sql.lit(column.prefix ?? 0)})`
  const value = column.fold ? sql`lower(${text}::text)` : sql`${text}::text`
  const { rows } = await sql<{ name: string; contains: boolean }>`WITH RECURSIVE step(name) AS (
      SELECT min(${name}) FROM action_event
      UNION ALL
      SELECT (SELECT min(${name}) FROM action_event WHERE ${name} > step.name) FROM step WHERE step.name IS NOT NULL
    ) SELECT name, strpos(name, ${value}) > 0 AS contains FROM step WHERE name IS NOT NULL LIMIT ${mostNames + 1}`.execute(db)
  const longest = Math.max(0, ...rows.map((row) => row.name.length))
  if (rows.length > mostNames || longest >= (column.prefix ?? 0)) return undefined
  return rows.flatMap((row) => (row.contains ? [row.name] : []))
}
