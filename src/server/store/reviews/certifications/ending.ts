import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { CertificationLogEntry, Ending } from '#contract/reviews/operator/ending.ts'
import { runs } from '#contract/reviews/review-rules.ts'
import { notThere, refused } from '../../../refused.ts'
import type { NewLogEntry, OpenCertifications } from '../../../reviews/certification-store.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification } from '../conditions/find-certification.ts'
import { ownCertification } from '../conditions/visible-rows.ts'
import { certificationSettings, settingsFrom, type StoredSettings } from '../settings/effective-settings.ts'

type Db = Kysely<Schema>
type Counts = Awaited<ReturnType<OpenCertifications['openRowCounts']>>

/** Of rows that are not signed off: how many, without a decision, and rejected or fixed (those stay so when it expires). */
function countsOf(number: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT count(*)::integer AS open,
      count(*) FILTER (WHERE decision = 'RESULT_DECISION_NONE')::integer AS undecided,
      count(*) FILTER (WHERE decision IN ('RESULT_DECISION_REJECTED', 'RESULT_DECISION_FIXED'))::integer AS settled
    FROM result WHERE result.certification = ${number} AND signed_off_state <> 'SIGNED_OFF'`
}

/** The rows of a certification that are not signed off, for whoever holds its lock. */
export async function openRowCounts(db: Db, number: number): Promise<Counts> {
  const { rows } = await countsOf(sql`${number}`).$castTo<Counts>().execute(db)
  if (!rows[0]) throw new Error('rows that are counted have no number')
  return rows[0]
}

/**
 * What ending a certification now would come to. Throws `Refused`: NotFound where the actor does not see it, PermissionDenied
 * where they do not run it.
 */
export async function getEnding(db: Db, actor: Actor, certification_id: string): Promise<Ending> {
  const { number } = await findCertification(db, actor, certification_id)
  const { rows } = await sql<
    Counts & { own: boolean; version: number; stored: StoredSettings | null }
  >`SELECT ${ownCertification(actor)} AS own, certification.rules_version AS version,
      ${certificationSettings} AS stored, counted.*
    FROM certification, LATERAL (${countsOf(sql`certification.number`)}) AS counted
    WHERE number = ${number}`.execute(db)
  if (!rows[0]) throw notThere()
  const { own, stored, ...counts } = rows[0]
  if (!runs({ roles: actor.roles, own }))
    throw refused('PermissionDenied', 'Only an admin, or the operator whose review it is, may do this.')
  return { ...counts, behavior: settingsFrom(stored ?? {}).review_expiration_behavior.behavior }
}

/** Writes down what was done to a certification as a whole. */
export async function addLogEntry(
  db: Db,
  number: number,
  { action, actor, at, ...detail }: NewLogEntry,
): Promise<void> {
  await sql`INSERT INTO certification_log (certification, action, actor, via, at, detail)
    VALUES (${number}, ${action}, ${JSON.stringify(actor.user)}::jsonb,
      ${actor.via === 'session' ? 'session' : actor.id}, ${at}, ${JSON.stringify(detail)}::jsonb)`.execute(db)
}

/** What was written down so, oldest first. Throws `Refused` NotFound for whoever does not see the whole certification. */
export async function listCertificationLog(
  db: Db,
  actor: Actor,
  certification_id: string,
): Promise<readonly CertificationLogEntry[]> {
  const { number, whole } = await findCertification(db, actor, certification_id)
  if (!whole) throw notThere()
  const entries = await db
    .selectFrom('certification_log')
    .selectAll()
    .where('certification', '=', number)
    .orderBy('seq')
    .execute()
  return entries.map(({ action, actor: user, at: time, via, detail }) => ({
    reason: '',
    old_due_date: null,
    new_due_date: null,
    ...detail,
    action,
    user,
    time,
    via,
  }))
}
