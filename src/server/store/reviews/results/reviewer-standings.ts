import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { ReviewerStanding } from '#contract/reviews/operator/ending.ts'
import { notThere } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification } from '../conditions/find-certification.ts'
import { rowGroups } from '../conditions/row-groups.ts'

/**
 * Who reviews rows of a certification, with what is open of theirs and when they last did something in it: first those with
 * open rows, of them first who has done nothing, then who has for the longest time. Throws `Refused` NotFound for whoever does not
 * see the whole certification.
 */
export async function listReviewers(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
): Promise<readonly ReviewerStanding[]> {
  const { number, whole } = await findCertification(db, actor, certification_id)
  if (!whole) throw notThere()
  const { rows } = await sql<ReviewerStanding>`
    WITH share AS (
      SELECT (array_agg(one.value))[1] AS reviewer,
        one.value ->> 'user_type' COLLATE "C" AS user_type, one.value ->> 'id' COLLATE "C" AS user_id,
        sum(rows)::integer AS rows,
        coalesce(sum(rows) FILTER (WHERE signed_off_state <> 'SIGNED_OFF'), 0)::integer AS open_rows,
        coalesce(sum(rows) FILTER (WHERE decision = 'RESULT_DECISION_NONE'), 0)::integer AS to_decide
      FROM certification, LATERAL (${rowGroups(actor)}) AS seen, jsonb_array_elements(seen.reviewers) AS one(value)
      WHERE certification.number = ${number}
      GROUP BY 2, 3),
    activity AS (
      SELECT actor ->> 'user_type' AS user_type, actor ->> 'id' AS user_id, max(at) AS last_activity_at
      FROM result_log WHERE certification = ${number} GROUP BY 1, 2)
    SELECT reviewer, rows, open_rows, to_decide, last_activity_at
    FROM share LEFT JOIN activity USING (user_type, user_id)
    ORDER BY open_rows = 0, last_activity_at NULLS FIRST, open_rows DESC, user_type, user_id`.execute(db)
  return rows
}
