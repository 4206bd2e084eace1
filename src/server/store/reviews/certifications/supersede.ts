import { type Kysely, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import type { Schema } from '../../database/schema.ts'

type Db = Kysely<Schema>

/** By whom a certification is superseded, when, and by which other one, if any. */
type Superseding = {
  readonly by: WorkflowUser
  readonly at: string
  readonly replaced_by: string | undefined
}

/** Why a certification may not go, in a sentence; undefined when no person has changed anything in it. */
export async function changedByPeople(db: Db, number: number): Promise<string | undefined> {
  const { rows } = await sql<{ changed: boolean; rows: number }>`SELECT changed_by_people AS changed,
      (SELECT count(*)::integer FROM result WHERE certification = number AND version > 1) AS rows
    FROM certification WHERE number = ${number}`.execute(db)
  const [changes] = rows
  if (changes && changes.rows > 0)
    return `Somebody has changed ${changes.rows.toLocaleString('en')} of its rows (decisions, notes or reviewers), which must not be lost.`
  return changes?.changed
    ? 'Somebody has changed its name, notes, due date or reviewers, which must not be lost.'
    : undefined
}

/**
 * Puts a certification out of use. Rows and log stay. Takes its number and a transaction in which it is locked and was
 * found unchanged.
 */
export async function supersede(db: Db, number: number, { by, at, replaced_by }: Superseding): Promise<void> {
  const author = JSON.stringify(by)
  await sql`UPDATE certification SET state = 'CERT_STATE_SUPERSEDED', superseded_at = ${at},
      superseded_by = ${author}::jsonb, replaced_by = ${replaced_by ?? null}, updated_at = ${at},
      updated_by = ${author}::jsonb, rules_version = rules_version + 1
    WHERE number = ${number}`.execute(db)
  const detail = JSON.stringify({ by, replaced_by: replaced_by ?? null })
  await sql`INSERT INTO outbox_event (certification, kind, detail)
    VALUES (${number}, 'certification_superseded', ${detail}::jsonb)`.execute(db)
}
