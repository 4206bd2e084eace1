import type pg from 'pg'
import { peerAttribute, smallestPeerGroup } from '#contract/reviews/entities/peers.ts'

/** The access of the snapshot (parameter 2), as far as peers depend on it. */
const access = `SELECT source ->> 'type' AS type, source ->> 'id' AS id,
    source -> 'properties' -> $3 AS value,
    destination ->> 'type' AS destination_type, destination ->> 'id' AS destination_id
  FROM access_row WHERE snapshot_id = $2`

/**
 * Writes down for each row of a certification how many of the peers of its source hold its destination: those of the same type
 * whose attribute has the same value, over all access of the snapshot, whoever sees it. Nothing of groups that are too small,
 * and of sources without that attribute. Takes a client with a transaction open.
 */
export async function notePeers(
  client: pg.ClientBase,
  number: number,
  snapshot_id: string | null,
): Promise<void> {
  if (snapshot_id === null) return
  await client.query(
    `WITH access AS MATERIALIZED (${access}),
     people AS (
       SELECT type, id, min(value #>> '{}') AS value FROM access
       WHERE jsonb_typeof(value) IN ('string', 'number') AND value #>> '{}' ~ '\\S' GROUP BY type, id),
     folded AS MATERIALIZED (SELECT type, id, value, fold_text(value) AS peer_group FROM people),
     sizes AS (SELECT type, peer_group, count(*) AS size FROM folded GROUP BY type, peer_group HAVING count(*) >= $4),
     member AS MATERIALIZED (SELECT folded.*, size FROM folded JOIN sizes USING (type, peer_group)),
     holding AS MATERIALIZED (
       SELECT type, peer_group, destination_type, destination_id, count(DISTINCT id) AS holders
       FROM access JOIN member USING (type, id) GROUP BY type, peer_group, destination_type, destination_id)
     INSERT INTO result_peers (certification, result_id, attribute, peer_group, holders, size)
     SELECT $1, result_id, $3, member.value, holders, member.size
     FROM result JOIN member ON member.type = source ->> 'type' AND member.id = source ->> 'id'
     JOIN holding ON holding.type = member.type AND holding.peer_group = member.peer_group
       AND destination_type = destination ->> 'type' AND destination_id = destination ->> 'id'
     WHERE certification = $1`,
    [number, snapshot_id, peerAttribute, smallestPeerGroup],
  )
}
