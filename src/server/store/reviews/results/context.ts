import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { type NodeName, nodeNames } from '#contract/reviews/result-fields.ts'
import { notThere } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { certificationSettings, settingsFrom, type StoredSettings } from '../settings/effective-settings.ts'
import { findCertification, type VisibleCertification } from '../conditions/find-certification.ts'
import { shownLastTime } from '../last-time/shown.ts'
import { nodeColumn } from './result-filter.ts'
import { assignedTo, ownCertification, visibleRows } from '../conditions/visible-rows.ts'

type Read = Pick<
  ReviewContext,
  | 'workflow_name'
  | 'workflow_description'
  | 'own'
  | 'last_time'
  | 'my_open_rows'
  | 'my_rows'
  | 'my_decided_rows'
> & {
  readonly stored_settings: StoredSettings | null
}

/** What the review screen needs besides the certification. Throws `Refused` with NotFound. */
export async function getReviewContext(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
): Promise<ReviewContext> {
  const certification = await findCertification(db, actor, certification_id)
  const { rows } = await sql<Read>`SELECT workflow.name AS workflow_name,
      CASE WHEN ${certification.whole}::boolean THEN workflow.description ELSE '' END AS workflow_description,
      ${ownCertification(actor)} AS own,
      CASE WHEN NOT ${shownLastTime(actor)} THEN 'HIDDEN' WHEN certification.previous IS NULL THEN 'NOT_COMPARED'
        ELSE 'COMPARED' END AS last_time,
      mine.*,
      ${certificationSettings} AS stored_settings
    FROM certification JOIN workflow ON workflow.workflow_id = certification.workflow_id,
      LATERAL (SELECT count(*) FILTER (WHERE result.signed_off_state <> 'SIGNED_OFF')::integer AS my_open_rows,
          count(*)::integer AS my_rows,
          count(*) FILTER (WHERE result.decision <> 'RESULT_DECISION_NONE')::integer AS my_decided_rows
        FROM result WHERE result.certification = certification.number
          AND ${assignedTo(actor.user)} AND ${visibleRows(actor)}) AS mine
    WHERE certification.number = ${certification.number}`.execute(db)
  if (!rows[0]) throw notThere()
  const { stored_settings, ...rest } = rows[0]
  return {
    ...rest,
    settings: settingsFrom(stored_settings ?? {}),
    attributes: await attributesOf(db, actor, certification),
  }
}

type Names = Record<NodeName, string[]>

/** The names of the attributes that entities have: of those who do not see the whole, the ones of rows that they see. */
async function attributesOf(
  db: Kysely<Schema>,
  actor: Actor,
  { number, whole }: VisibleCertification,
): Promise<Names> {
  const seen = (node: RawBuilder<unknown>) => sql`EXISTS (SELECT FROM result
    WHERE result.certification = certification.number AND ${node} -> 'properties' ? name.value AND ${visibleRows(actor)})`
  const named = nodeNames.map(
    (node) => sql`(SELECT coalesce(jsonb_agg(name.value ORDER BY name.value), '[]')
      FROM jsonb_array_elements_text(certification.attributes -> ${sql.lit(node)}) AS name(value)
      WHERE ${whole ? sql`true` : seen(nodeColumn(node))}) AS ${sql.ref(node)}`,
  )
  const { rows } = await sql<Names>`SELECT ${sql.join(named)} FROM certification
    WHERE number = ${number}`.execute(db)
  if (!rows[0]) throw notThere()
  return rows[0]
}
