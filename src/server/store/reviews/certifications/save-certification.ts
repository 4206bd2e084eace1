import { type Kysely, sql } from 'kysely'
import type {
  ActorNow,
  CertificationUpdate,
  OpenCertifications,
} from '../../../reviews/certification-store.ts'
import type { Schema } from '../../database/schema.ts'

type Db = Kysely<Schema>
type Kind = Parameters<OpenCertifications['addEvent']>[1]

/** Changes columns of a certification, and says who did it and when. */
export async function saveCertification(
  db: Db,
  number: number,
  { actor, now }: ActorNow,
  { completed_by, ...columns }: CertificationUpdate,
): Promise<void> {
  await db
    .updateTable('certification')
    .set({
      ...columns,
      ...(completed_by && { completed_by: sql`${JSON.stringify(completed_by)}::jsonb` }),
      updated_at: now.toISOString(),
      updated_by: sql`${JSON.stringify(actor.user)}::jsonb`,
      rules_version: sql`rules_version + 1`,
    })
    .where('number', '=', number)
    .execute()
}

/** Leaves an event about a whole certification for other programs. */
export async function addEvent(db: Db, number: number, kind: Kind): Promise<void> {
  await sql`INSERT INTO outbox_event (certification, kind) VALUES (${number}, ${kind})`.execute(db)
}
