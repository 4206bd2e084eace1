import { type Kysely, sql } from 'kysely'
import type { Schema } from './database/schema.ts'

/** Whether anything of the demonstration is stored: events, or workflows with all that is made from them. */
export async function holdsDemo(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ readonly demo: boolean }>`
    SELECT EXISTS (SELECT FROM import_run WHERE kind = 'action-events' AND demo AND removed_at IS NULL)
        OR EXISTS (SELECT FROM workflow WHERE demo) AS demo`.execute(db)
  return rows[0]?.demo === true
}
