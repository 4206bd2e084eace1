import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { EntityNode, ReviewEntity } from '#contract/reviews/entities/entity-calls.ts'
import { notThere } from '../../../refused.ts'
import type { EntityRef } from '../../../reviews/reviews.ts'
import type { StoredNode } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification } from '../conditions/find-certification.ts'
import { visibleRows } from '../conditions/visible-rows.ts'
import { toNode } from '../results/result-shape.ts'
import { certificationSettings, settingsFrom, type StoredSettings } from '../settings/effective-settings.ts'
import { showsPeers } from './read-peers.ts'

type Db = Kysely<Schema>
type Counted = Pick<ReviewEntity, 'rows' | 'to_decide' | 'to_sign_off' | 'signed_off'> & {
  readonly entity: StoredNode | null
  readonly stored: StoredSettings | null
}

/** So many of the rarest are told. */
const rarest = 5

/**
 * A person or a resource among the rows that the actor sees. Throws `Refused` NotFound where it has no such row, as where it
 * does not exist.
 */
export async function getEntity(
  db: Db,
  actor: Actor,
  certification_id: string,
  ref: EntityRef,
): Promise<ReviewEntity> {
  const certification = await findCertification(db, actor, certification_id)
  const seen = sql`FROM certification JOIN result ON result.certification = certification.number
    WHERE certification.number = ${certification.number} AND ${isOf(ref)} AND ${visibleRows(actor)}`
  const { rows } =
    await sql<Counted>`SELECT (array_agg(${nodeOf(ref.node)} ORDER BY result.result_id))[1] AS entity,
      count(*)::integer AS rows,
      count(*) FILTER (WHERE result.decision = 'RESULT_DECISION_NONE')::integer AS to_decide,
      count(*) FILTER (WHERE result.decision <> 'RESULT_DECISION_NONE'
        AND result.signed_off_state <> 'SIGNED_OFF')::integer AS to_sign_off,
      count(*) FILTER (WHERE result.signed_off_state = 'SIGNED_OFF')::integer AS signed_off,
      (SELECT ${certificationSettings} FROM certification WHERE number = ${certification.number}) AS stored
    ${seen}`.execute(db)
  const [counted] = rows
  if (!counted?.entity) throw notThere()
  const { entity, stored, ...counts } = counted
  const isTold = ref.node === 'source' && showsPeers(settingsFrom(stored ?? {}), certification)
  return { entity: toNode(entity), ...counts, rare: isTold ? await rareAccess(db, seen) : [] }
}

function nodeOf(node: EntityNode): RawBuilder<unknown> {
  return sql.ref(`result.${node}`)
}

function isOf({ node, type, id }: EntityRef): RawBuilder<unknown> {
  return sql`${nodeOf(node)} ->> 'type' = ${type} AND ${nodeOf(node)} ->> 'id' = ${id}`
}

/** The access of these rows that the smallest share of peers hold, once for each destination. */
async function rareAccess(db: Db, seen: RawBuilder<unknown>): Promise<ReviewEntity['rare']> {
  const { rows } = await sql<ReviewEntity['rare'][number]>`
    SELECT attribute, peer_group AS "group", holders, size, coalesce(nullif(name, ''), id) AS destination FROM (
      SELECT DISTINCT ON (destination ->> 'type', destination ->> 'id') attribute, peer_group, holders, size,
        destination ->> 'id' AS id, destination ->> 'name' AS name
      FROM (SELECT result.certification, result.result_id, result.destination ${seen}) AS held
      JOIN result_peers USING (certification, result_id)) AS facts
    ORDER BY holders::float8 / size, name, id LIMIT ${rarest}`.execute(db)
  return rows
}
