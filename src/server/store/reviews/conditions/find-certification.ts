import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { notThere } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { seesWhole, visibleRows } from './visible-rows.ts'

/** A certification that somebody may read: its number in the tables, and whether they see all of it. */
export type VisibleCertification = { readonly number: number; readonly whole: boolean }

/** Finds a certification that the actor sees, if only a row of it. Throws `Refused` with NotFound otherwise. */
export async function findCertification(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
): Promise<VisibleCertification> {
  const certification = await lookForCertification(db, actor, certification_id)
  if (!certification) throw notThere()
  return certification
}

/** The same, undefined where the actor sees none of that id. */
export async function lookForCertification(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
): Promise<VisibleCertification | undefined> {
  const { rows } =
    await sql<VisibleCertification>`SELECT number, ${seesWhole(actor)} AS whole FROM certification
    WHERE certification_id = ${certification_id}
      AND (${seesWhole(actor)} OR EXISTS (SELECT FROM result
        WHERE result.certification = certification.number AND ${visibleRows(actor)}))`.execute(db)
  return rows[0]
}
