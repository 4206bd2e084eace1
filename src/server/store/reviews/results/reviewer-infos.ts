import { type Kysely, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { ReviewerInfo } from '#contract/reviews/result.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification } from '../conditions/find-certification.ts'
import { rowGroups, rowsDecided, rowsWhere } from '../conditions/row-groups.ts'

type Share = { readonly reviewer: WorkflowUser } & ReviewerInfo['row_stats']

/** Each reviewer's share of the rows that the actor sees, by type and id. Throws `Refused` with NotFound. */
export async function listReviewerInfos(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
): Promise<readonly ReviewerInfo[]> {
  const { number } = await findCertification(db, actor, certification_id)
  const { rows } = await sql<Share>`SELECT (array_agg(one.value))[1] AS reviewer,
      ${rowsWhere(sql`true`)} AS total, ${rowsDecided('NONE')} AS no_decision, ${rowsDecided('ACCEPTED')} AS accepted,
      ${rowsDecided('REJECTED')} AS rejected, ${rowsDecided('FIXED')} AS fixed,
      ${rowsWhere(sql`signed_off_state = 'SIGNED_OFF'`)} AS signed_off
    FROM certification, LATERAL (${rowGroups(actor)}) AS seen, jsonb_array_elements(seen.reviewers) AS one(value)
    WHERE certification.number = ${number}
    GROUP BY one.value ->> 'user_type' COLLATE "C", one.value ->> 'id' COLLATE "C"
    ORDER BY one.value ->> 'user_type' COLLATE "C", one.value ->> 'id' COLLATE "C"`.execute(db)
  return rows.map(({ reviewer, ...row_stats }) => ({ reviewer, row_stats }))
}
