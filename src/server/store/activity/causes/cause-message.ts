import { type Kysely, sql } from 'kysely'
import { withShared } from '../../../causes/normalise-message.ts'
import type { Schema } from '../../database/schema.ts'

/** What is read of a cause. */
type CauseText = { readonly text: string; readonly shared: readonly (string | null)[] }

/**
 * The message of a cause, with marks where its events differ; undefined where none is kept by that id. One that no event has
 * any more may be kept.
 */
export async function messageOfCause(db: Kysely<Schema>, cause_id: string): Promise<string | undefined> {
  const { rows } = await sql<CauseText>`SELECT text, shared FROM cause WHERE cause_id = ${cause_id}`.execute(
    db,
  )
  const [cause] = rows
  return cause && withShared(cause.text, cause.shared)
}
