import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { UserKey } from '#contract/people.ts'
import type { Schema } from '../../database/schema.ts'

/** Whether workflows of the demonstration are stored, and whether any other. */
export async function reviewState(db: Kysely<Schema>): Promise<{ demo: boolean; imported: boolean }> {
  return await db
    .selectFrom('workflow')
    .select([
      sql<boolean>`coalesce(bool_or(demo), false)`.as('demo'),
      sql<boolean>`coalesce(bool_or(NOT demo), false)`.as('imported'),
    ])
    .executeTakeFirstOrThrow()
}

const theirs = `certification IN (SELECT number FROM pg_temp.gone)`
const ofTheirWorkflows = `workflow_id IN (SELECT workflow_id FROM workflow WHERE demo)`

// The log is append-only for everybody else: what was made up is the one thing that may leave it.
const removal = [
  `CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT number FROM certification WHERE demo OR ${ofTheirWorkflows}`,
  `ALTER TABLE result_log DISABLE TRIGGER result_log_append_only`,
  `DELETE FROM result_log WHERE ${theirs}`,
  `ALTER TABLE result_log ENABLE TRIGGER result_log_append_only`,
  `ALTER TABLE certification_log DISABLE TRIGGER certification_log_append_only`,
  `DELETE FROM certification_log WHERE ${theirs}`,
  `ALTER TABLE certification_log ENABLE TRIGGER certification_log_append_only`,
  `DELETE FROM result_peers WHERE ${theirs}`,
  `DELETE FROM result_reviewer WHERE ${theirs}`,
  `DELETE FROM outbox_event WHERE ${theirs}`,
  `DELETE FROM bulk_row WHERE bulk_id IN (SELECT bulk_id FROM bulk WHERE ${theirs})`,
  `DELETE FROM bulk WHERE ${theirs}`,
  `DELETE FROM last_time WHERE ${theirs}`,
  `UPDATE certification SET previous = NULL WHERE previous IN (SELECT number FROM pg_temp.gone)`,
  `DELETE FROM result WHERE ${theirs}`,
  `DELETE FROM certification WHERE number IN (SELECT number FROM pg_temp.gone)`,
  `DELETE FROM access_row WHERE snapshot_id IN (SELECT snapshot_id FROM snapshot WHERE ${ofTheirWorkflows})`,
  `DELETE FROM snapshot WHERE ${ofTheirWorkflows}`,
  `DELETE FROM review_setting WHERE ${ofTheirWorkflows}`,
]

/**
 * Deletes the workflows of the demonstration with all that was made from them, and those of its people whom
 * no other row and no log names. Takes a client with a transaction open. Returns how many certifications went.
 */
export async function removeDemoReviews(client: pg.ClientBase, people: readonly UserKey[]): Promise<number> {
  for (const statement of removal) await client.query(statement)
  await client.query('DELETE FROM workflow WHERE demo')
  await client.query(
    `DELETE FROM person WHERE (demo OR (user_type, id) IN (SELECT * FROM unnest($1::text[], $2::text[])))
       AND NOT EXISTS (SELECT FROM result_reviewer AS r WHERE r.user_type = person.user_type AND r.user_id = person.id)
       AND NOT EXISTS (SELECT FROM result_log AS log
         WHERE (log.actor ->> 'user_type', log.actor ->> 'id') = (person.user_type, person.id))
       AND NOT EXISTS (SELECT FROM account_log AS log
         WHERE (log.user_type, log.person_id) = (person.user_type, person.id))`,
    [people.map((person) => person.user_type), people.map((person) => person.id)],
  )
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::integer AS n FROM pg_temp.gone')
  return rows[0]?.n ?? 0
}
