import { type Kysely, sql } from 'kysely'
import type { EventSelection } from '../../event-selection.ts'
import type { Schema } from '../database/schema.ts'
import { selectionCondition } from './selection-sql.ts'

type Db = Kysely<Schema>
type Plan = { readonly 'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[] }

/** A line of JSON has every key too. */
const perLine = 2

/** How many bytes so many events take in a file, by what they take in the table, which is more; `lines` are made of them too. */
export async function bytesOf(db: Db, events: number, lines = false): Promise<number> {
  return (await bytesInTable(db, events)) * (lines ? 1 + perLine : 1)
}

async function bytesInTable(db: Db, events: number): Promise<number> {
  const { rows } = await sql<{ size: number; events: number }>`SELECT pg_table_size(oid)::float8 AS size,
    reltuples::float8 AS events FROM pg_class WHERE oid = 'action_event'::regclass`.execute(db)
  const [table] = rows
  if (!table) return 0
  // Before the first statistics there are few.
  return table.events > 0 ? Math.ceil((table.size * events) / table.events) : table.size
}

/** About how many events an export will have, as the planner has it: nothing is read for it. */
export async function aboutHowMany(db: Db, selection: EventSelection): Promise<number> {
  const condition = selectionCondition(selection)
  const { rows } = await sql<Plan>`EXPLAIN (FORMAT JSON) SELECT FROM action_event WHERE ${condition}`.execute(
    db,
  )
  return rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0
}
