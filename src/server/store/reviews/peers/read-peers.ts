import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { PeerFact } from '#contract/reviews/entities/peers.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { notThere } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { findCertification, type VisibleCertification } from '../conditions/find-certification.ts'
import { visibleRows } from '../conditions/visible-rows.ts'
import { certificationSettings, settingsFrom, type StoredSettings } from '../settings/effective-settings.ts'

type Db = Kysely<Schema>

/** Whether somebody is shown figures about peers: by the setting, those who see the whole certification, all, or nobody. */
export function showsPeers(
  { peer_facts: { shown_to } }: Pick<ReviewSettings, 'peer_facts'>,
  { whole }: Pick<VisibleCertification, 'whole'>,
): boolean {
  return shown_to === 'EVERYBODY' || (shown_to === 'STAFF' && whole)
}

/**
 * How many of the peers of whose access a row is hold the same; null where there is no such fact, or it is not for the actor.
 * Throws `Refused` NotFound where they do not see the row.
 */
export async function getPeers(
  db: Db,
  actor: Actor,
  certification_id: string,
  result_id: number,
): Promise<PeerFact | null> {
  const certification = await findCertification(db, actor, certification_id)
  const { rows } = await sql<{ fact: PeerFact | null; stored: StoredSettings | null }>`
    SELECT ${certificationSettings} AS stored,
      (SELECT jsonb_build_object('attribute', attribute, 'group', peer_group, 'holders', holders, 'size', size)
        FROM result_peers AS peers WHERE peers.certification = result.certification AND peers.result_id = result.result_id) AS fact
    FROM certification JOIN result ON result.certification = certification.number
    WHERE certification.number = ${certification.number} AND result.result_id = ${result_id}
      AND ${visibleRows(actor)}`.execute(db)
  if (!rows[0]) throw notThere()
  const { fact, stored } = rows[0]
  return showsPeers(settingsFrom(stored ?? {}), certification) ? fact : null
}
