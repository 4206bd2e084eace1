import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../database/schema.ts'

/** What a certification is called, or its workflow where it has no name; null where there is none of that id. */
export async function nameOfCertification(
  db: Kysely<Schema>,
  certification_id: string,
): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    SELECT coalesce(nullif(certification.name, ''), workflow.name) AS name
    FROM certification JOIN workflow ON workflow.workflow_id = certification.workflow_id
    WHERE certification_id = ${certification_id}`.execute(db)
  return rows[0]?.name ?? null
}
