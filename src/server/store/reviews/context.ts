import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { ReviewContext } from '#contract/review-calls.ts'
import { type NodeName, nodeNames } from '#contract/result-fields.ts'
import type { Schema } from '../schema.ts'
import { settingsFrom, type StoredSettings } from './effective-settings.ts'
import { findCertification, type FoundCertification, notThere } from './find-certification.ts'
import { nodeColumn } from './result-filter.ts'
import { assignedTo, ownCertification, visibleRows } from './visible-rows.ts'

type Read = Pick<ReviewContext, 'workflow_name' | 'workflow_description' | 'own' | 'my_open_rows'> & {
  readonly stored_settings: StoredSettings | null
}

/** What the review screen needs besides the certification. Throws `Refused` with NotFound. */
export async function getReviewContext(
  db: Kysely<Schema>,
  actor: Actor,
  certification_id: string,
): Promise<ReviewContext> {
  const found = await findCertification(db, actor, certification_id)
  const { rows } = await sql<Read>`SELECT workflow.name AS workflow_name,
      CASE WHEN ${found.whole}::boolean THEN workflow.description ELSE '' END AS workflow_description,
      ${ownCertification(actor)} AS own,
      (SELECT count(*)::integer FROM result WHERE result.certification = certification.number
        AND result.signed_off_state <> 'SIGNED_OFF' AND ${assignedTo(actor.user)} AND ${visibleRows(actor)}
      ) AS my_open_rows,
      (SELECT jsonb_object_agg(leaf, value ORDER BY review_setting.workflow_id) FROM review_setting
        WHERE review_setting.workflow_id IN ('', certification.workflow_id)) AS stored_settings
    FROM certification JOIN workflow ON workflow.workflow_id = certification.workflow_id
    WHERE certification.number = ${found.number}`.execute(db)
  if (!rows[0]) throw notThere()
  const { stored_settings, ...rest } = rows[0]
  return {
    ...rest,
    settings: settingsFrom(stored_settings ?? {}),
    attributes: await attributesOf(db, actor, found),
  }
}

type Names = Record<NodeName, string[]>

/** With the names of the properties that entities of visible rows have. */
async function attributesOf(
  db: Kysely<Schema>,
  actor: Actor,
  { number }: FoundCertification,
): Promise<Names> {
  const known: Names = { source: [], destination: [], waypoint: [] }
  // Every thousandth or so part of the rows has nearly all names; then only rows are read closely that have others.
  let some = sql`result.result_id % greatest(certification.total_result_count / 1000, 1) = 0`
  for (;;) {
    const found = await unknownNames(db, actor, sql`certification.number = ${number} AND ${some}`, known)
    const more = found.filter(({ node, name }) => !known[node].includes(name))
    if (more.length === 0 && some === everyRow) break
    for (const { node, name } of more) known[node].push(name)
    some = everyRow
  }
  for (const node of nodeNames) known[node].sort()
  return known
}

const everyRow = sql`true`

/** Names that are not known yet, from the first rows that have any such. */
async function unknownNames(
  db: Kysely<Schema>,
  actor: Actor,
  condition: RawBuilder<unknown>,
  known: Names,
): Promise<{ readonly node: NodeName; readonly name: string }[]> {
  const others = (node: NodeName) =>
    sql`coalesce((${nodeColumn(node)} -> 'properties') - ${known[node]}::text[], '{}')`
  const unknown = nodeNames.map((node) => sql`${others(node)} <> '{}'`)
  const listed = nodeNames.map((node) => sql`(${sql.lit(node)}, ${others(node)})`)
  const { rows } = await sql<{
    node: NodeName
    name: string
  }>`SELECT DISTINCT node.name AS node, key.name AS name
    FROM (SELECT result.* FROM certification JOIN result ON result.certification = certification.number
      WHERE ${condition} AND ${visibleRows(actor)} AND (${sql.join(unknown, sql` OR `)}) LIMIT 1000) AS result,
      LATERAL (VALUES ${sql.join(listed)}) AS node(name, properties),
      LATERAL jsonb_object_keys(node.properties) AS key(name)`.execute(db)
  return rows
}
