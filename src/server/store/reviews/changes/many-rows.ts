import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../database/schema.ts'

type Db = Kysely<Schema>

/** So many rows are changed by one statement. */
export const rowsAtOnce = 5000
/** Of more changed rows at once, screens are not told one by one: they would ask for each. */
const maxNotified = 1000

/** Takes away the time limit of a request, until the transaction ends: all rows of a certification may change in it. */
export async function takeTime(db: Db): Promise<void> {
  await sql`SET LOCAL statement_timeout = 0`.execute(db)
}

/**
 * Puts what changed after an entry of the log, row by row, into the outbox and before those who watch, as a change of
 * one row does (migration 0003). Takes the certification's number and the last `seq` before.
 */
export async function announce(db: Db, certification: number, seq: string): Promise<void> {
  await sql`INSERT INTO outbox_event (certification, result_id, kind, detail)
    SELECT certification, result_id, 'result_changed', jsonb_build_object('version', max(version),
      'last_seq', max(seq), 'entries', jsonb_agg(jsonb_build_object('action', action, 'detail', detail) ORDER BY seq))
    FROM result_log WHERE certification = ${certification} AND seq > ${seq}
    GROUP BY certification, result_id ORDER BY min(seq)`.execute(db)
  await sql`SELECT pg_notify('countersign_rows', json_build_object('certification', ${certification}::integer,
      'result_id', result_id, 'version', version)::text)
    FROM (SELECT result_id, max(version) AS version, count(*) OVER () AS rows FROM result_log
      WHERE certification = ${certification} AND seq > ${seq} GROUP BY result_id) AS changed
    WHERE rows <= ${maxNotified}`.execute(db)
}

const counted = (condition: string) => `count(*) FILTER (WHERE ${condition})`

/** A statement that sets the counters of certifications to what their rows say; the caller adds WHERE. */
export const recount = `UPDATE certification SET (total_result_count, total_accepted_count, total_rejected_count,
    total_fixed_count, total_signed_off_count) =
  (SELECT count(*), ${counted(`decision = 'RESULT_DECISION_ACCEPTED'`)},
    ${counted(`decision = 'RESULT_DECISION_REJECTED'`)}, ${counted(`decision = 'RESULT_DECISION_FIXED'`)},
    ${counted(`signed_off_state = 'SIGNED_OFF'`)}
   FROM result WHERE result.certification = certification.number)`
