import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../database/schema.ts'

/**
 * Up to where events are stored, as one text: the newest id, and how many statements have changed events so far. Events get their
 * ids as they are stored and keep them when they change.
 */
export const storedPosition: RawBuilder<string> = sql`(SELECT
  coalesce((SELECT max(id) FROM action_event), 0) || '.' || (SELECT last_value FROM event_change))`

/** The present position. */
export async function positionNow(db: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ position: string }>`SELECT ${storedPosition} AS position`.execute(db)
  return rows[0]?.position ?? '0.0'
}

/** The two numbers of a position. */
export function readPosition(position: string): { readonly id: string; readonly changes: string } {
  const [id = '0', changes = '0'] = position.split('.')
  return { id, changes }
}
