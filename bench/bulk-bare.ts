import { recount } from '#server/store/reviews/changes/many-rows.ts'
import type { BulkServer } from './bulk-server.ts'

type Tables = Pick<BulkServer, 'pool' | 'number'>

const changes = {
  decide: {
    set: `decision = 'RESULT_DECISION_ACCEPTED'`,
    action: 'DECISION',
    counter: 'total_accepted_count',
  },
  'sign off': {
    set: `signed_off_state = 'SIGNED_OFF', signed_off_at = '2026-03-02T09:00:00Z', signed_off_by = '{"id": "many"}'`,
    action: 'SIGNED_OFF',
    counter: 'total_signed_off_count',
  },
} as const

/** What whoever looks after the database would write: one UPDATE of rows, one INSERT of entries, the counters. In milliseconds. */
export async function bareChange(
  { pool, number }: Tables,
  what: keyof typeof changes,
  rows: number,
): Promise<number> {
  const { set, action, counter } = changes[what]
  const client = await pool.connect()
  try {
    await client.query('SET statement_timeout = 0')
    const began = performance.now()
    await client.query('BEGIN')
    await client.query(
      `UPDATE result SET ${set}, version = version + 1, updated_at = '2026-03-02T09:00:00Z', updated_by = '{"id": "many"}'
       WHERE certification = $1 AND result_id < $2`,
      [number, rows],
    )
    await client.query(
      `INSERT INTO result_log (certification, seq, result_id, version, action, actor, via, at, detail)
       SELECT certification, (SELECT log_seq FROM certification WHERE number = $1) + row_number() OVER (), result_id, version,
         '${action}', '{"id": "many", "name": "many", "email": "many@example.com", "user_type": "localCookieUser"}', 'session',
         '2026-03-02T09:00:00Z', '{"decision_detail": {"decision": "RESULT_DECISION_ACCEPTED", "note": ""}}'
       FROM result WHERE certification = $1 AND result_id < $2`,
      [number, rows],
    )
    await client.query(
      `UPDATE certification SET log_seq = log_seq + $2, ${counter} = ${counter} + $2 WHERE number = $1`,
      [number, rows],
    )
    await client.query('COMMIT')
    return performance.now() - began
  } finally {
    client.release(true)
  }
}

/** Makes the rows of the one who changes many undecided again, or decided, and tidies up after all changes before. */
export async function resetRows(
  { pool, number }: Tables,
  to: 'undecided' | 'decided' = 'undecided',
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SET statement_timeout = 0')
    await client.query('SET session_replication_role = replica') // the log refuses that anything is taken from it
    const decision = to === 'decided' ? 'RESULT_DECISION_ACCEPTED' : 'RESULT_DECISION_NONE'
    const mine = `EXISTS (SELECT FROM result_reviewer AS r WHERE r.certification = $1 AND r.result_id = t.result_id AND r.user_id = 'many')`
    await client.query(`DELETE FROM result_log AS t WHERE certification = $1 AND version > 1 AND ${mine}`, [
      number,
    ])
    await client.query(
      `UPDATE result AS t SET decision = $2, notes = '', version = 1, signed_off_state = 'NOT_SIGNED_OFF', signed_off_at = NULL,
         signed_off_by = NULL WHERE certification = $1 AND ${mine}`,
      [number, decision],
    )
    await client.query(`${recount} WHERE certification.number = $1`, [number])
    await client.query('DELETE FROM outbox_event')
    await client.query('VACUUM ANALYZE result, result_log, bulk_row, outbox_event')
    await client.query('CHECKPOINT')
  } finally {
    client.release(true)
  }
}
