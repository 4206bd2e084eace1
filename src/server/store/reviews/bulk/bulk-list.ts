import { type Kysely, sql } from 'kysely'
import { notThere } from '../../../refused.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Bulk } from '#contract/reviews/bulk.ts'
import type { BulkStanding } from '../../../reviews/bulk-receipts.ts'
import type { BulkRef } from '../../../reviews/bulk-changes.ts'
import type { ListedBulks } from '../../../reviews/bulk-store.ts'
import type { Schema } from '../../database/schema.ts'
import { lookForCertification } from '../conditions/find-certification.ts'
import { seesWhole } from '../conditions/visible-rows.ts'
import { readBulk } from './bulk-rows.ts'

type Db = Kysely<Schema>

/**
 * How the actor stands to a bulk change: who made it, and who sees the whole of its certification now, may see it, also after the
 * certification has ended. Throws `Refused` NotFound for everybody else.
 */
export async function findStanding(
  db: Db,
  actor: Actor,
  { certification_id, bulk_id }: BulkRef,
): Promise<BulkStanding> {
  const { rows } =
    await sql<BulkStanding>`SELECT bulk.bulk_id, certification.number, ${madeBy(actor)} AS made,
      ${seesWhole(actor)} AS whole
    FROM bulk JOIN certification ON certification.number = bulk.certification
    WHERE bulk.bulk_id = ${bulk_id} AND certification.certification_id = ${certification_id}
      AND (${madeBy(actor)} OR ${seesWhole(actor)})`.execute(db)
  if (!rows[0]) throw notThere()
  return rows[0]
}

/**
 * The bulk changes of a certification that have been started, newest first: all for who sees the whole of it, else those of the
 * actor. Throws `Refused` NotFound for who sees nothing of it and has made none there.
 */
export async function listBulks(
  db: Db,
  actor: Actor,
  { certification_id, offset, limit, now }: ListedBulks,
): Promise<{ readonly bulks: readonly Bulk[]; readonly more: boolean }> {
  const { rows } = await sql<{ bulk_id: string }>`SELECT bulk.bulk_id
    FROM bulk JOIN certification ON certification.number = bulk.certification
    WHERE certification.certification_id = ${certification_id} AND (${madeBy(actor)} OR ${seesWhole(actor)})
      AND bulk.started_at IS NOT NULL
    ORDER BY bulk.started_at DESC, bulk.bulk_id LIMIT ${limit + 1} OFFSET ${offset}`.execute(db)
  if (rows.length === 0 && !(await lookForCertification(db, actor, certification_id))) throw notThere()
  const listed = rows.slice(0, limit)
  const bulks = await Promise.all(listed.map(({ bulk_id }) => readBulk(db, bulk_id, now)))
  return { bulks: bulks.filter((bulk) => bulk !== undefined), more: rows.length > limit }
}

function madeBy({ user }: Actor) {
  return sql<boolean>`(bulk.maker_type = ${user.user_type} AND bulk.maker_id = ${user.id})`
}
