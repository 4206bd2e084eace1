import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Certification } from '#contract/reviews/certification.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Schema } from '../../database/schema.ts'
import { nanoseconds } from '#std/instant.ts'
import { type ReadCertification, toCertification } from './certification-shape.ts'
import { expiredAt } from '../conditions/expired-at.ts'
import { peopleOfAllRows, peopleOfGroups } from '../access/people-of-rows.ts'
import { rowGroups, rowsDecided, rowsWhere } from '../conditions/row-groups.ts'
import { seesWhole } from '../conditions/visible-rows.ts'

/** The certifications that the actor sees, if only a row of them, the newest first; of one workflow when it is given. */
export async function listCertifications(
  db: Kysely<Schema>,
  actor: Actor,
  workflow_id: string | undefined,
  now: Date,
): Promise<readonly Certification[]> {
  const condition = workflow_id === undefined ? sql`true` : sql`certification.workflow_id = ${workflow_id}`
  return readCertifications(db, actor, condition, now)
}

/** One certification, or undefined when the actor sees none of that id. */
export async function getCertification(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
  now: Date,
): Promise<Certification | undefined> {
  const [certification] = await readCertifications(
    db,
    actor,
    sql`certification.certification_id = ${certification_id}`,
    now,
  )
  return certification
}

/** Those who do not see the whole get what their own rows say of it; who has no row there gets nothing. */
async function readCertifications(
  db: Kysely<Schema>,
  actor: Actor,
  condition: RawBuilder<unknown>,
  now: Date,
): Promise<Certification[]> {
  const whole = seesWhole(actor)
  const { rows } = await sql<ReadCertification>`
    SELECT certification.*, ${whole} AS whole, CASE WHEN ${whole} THEN ${peopleOfAllRows} END AS people, share.*,
      ${expiredAt(sql`${nanoseconds(now)}::bigint`)} AS expired_by_now
    FROM certification LEFT JOIN LATERAL (${shareOf(actor)}) AS share ON NOT (${whole})
    WHERE ${condition} AND (${whole} OR share.own_total <> '0')
    ORDER BY certification.number DESC`.execute(db)
  return rows.map(toCertification)
}

function shareOf(actor: Actor): RawBuilder<unknown> {
  return sql`WITH seen AS (${rowGroups(actor)})
    SELECT ${rowsWhere(sql`true`)} AS own_total, ${rowsDecided('ACCEPTED')} AS own_accepted,
      ${rowsDecided('REJECTED')} AS own_rejected, ${rowsDecided('FIXED')} AS own_fixed,
      ${rowsWhere(sql`signed_off_state = 'SIGNED_OFF'`)} AS own_signed_off, max(updated_at) AS own_updated_at,
      (array_agg(updated_by ORDER BY updated_at DESC NULLS LAST))[1] AS own_updated_by,
      ${peopleOfGroups('seen')} AS own_people
    FROM seen`
}
