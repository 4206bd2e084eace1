import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import type { WorkflowUser } from '#contract/people.ts'
import { copyLine } from '../../store/database/copy-line.ts'
import { recount } from '../../store/reviews/certifications/count-rows.ts'
import { Random } from '../random.ts'
import { type PlayedEntry, type PlayedRow, type Progress, playRow } from './play.ts'

/**
 * Plays the work on the rows of a certification: entries in the order of their times, rows as the entries leave them,
 * counters as the rows say.
 */
export async function playCertification(
  client: pg.ClientBase,
  number: number,
  progress: Progress,
  seed: string,
): Promise<void> {
  const random = new Random(seed)
  const { rows: toDo } = await client.query<{ result_id: number; reviewers: WorkflowUser[] }>(
    `SELECT result_id, reviewers FROM result
     WHERE certification = $1 AND reviewers <> '[]' ORDER BY result_id`,
    [number],
  )
  const played = toDo.flatMap((row) => playRow(row, progress, random) ?? [])
  const entries = played.flatMap((one) => one.entries).toSorted(byTime)
  await writeLog(client, number, entries)
  await writeRows(
    client,
    number,
    played.map(({ row }) => row),
  )
  await client.query(`${recount} WHERE number = $1`, [number])
  const last = entries.at(-1)
  if (!last) return
  await client.query(
    `UPDATE certification SET log_seq = log_seq + $2, log_time = $3, results_updated_at = $3, results_updated_by = $4
     WHERE number = $1`,
    [number, entries.length, last.at, JSON.stringify(last.actor)],
  )
}

function byTime(one: PlayedEntry, other: PlayedEntry): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : one.result_id - other.result_id
}

async function writeLog(
  client: pg.ClientBase,
  number: number,
  entries: readonly PlayedEntry[],
): Promise<void> {
  const { rows } = await client.query<{ log_seq: string }>(
    'SELECT log_seq FROM certification WHERE number = $1',
    [number],
  )
  const first = Number(rows[0]?.log_seq ?? 0) + 1
  const lines = entries.map(({ result_id, version, action, actor, via, at, detail }, index) =>
    copyLine([number, first + index, result_id, version, action, actor, via, at, detail]),
  )
  const all = 'certification, seq, result_id, version, action, actor, via, at, detail'
  await pipeline(lines, client.query(from(`COPY result_log (${all}) FROM STDIN`)))
}

const columns = [
  'decision',
  'notes',
  'reviewers',
  'signed_off_state',
  'signed_off_at',
  'signed_off_by',
  'notification_status',
  'notification_response_infos',
  'updated_at',
  'updated_by',
  'version',
] as const satisfies readonly (keyof PlayedRow)[]

async function writeRows(client: pg.ClientBase, number: number, rows: readonly PlayedRow[]): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE IF NOT EXISTS played ON COMMIT DROP AS SELECT result_id, ${columns.join(', ')} FROM result WITH NO DATA`,
  )
  await client.query('TRUNCATE pg_temp.played')
  for (let start = 0; start < rows.length; start += 5000)
    await client.query(
      `INSERT INTO pg_temp.played SELECT * FROM jsonb_populate_recordset(null::pg_temp.played, $1)`,
      [JSON.stringify(rows.slice(start, start + 5000))],
    )
  await client.query(
    `UPDATE result SET ${columns.map((column) => `${column} = p.${column}`).join(', ')}
     FROM pg_temp.played AS p WHERE certification = $1 AND result.result_id = p.result_id`,
    [number],
  )
  await client.query(
    `DELETE FROM result_reviewer AS r USING pg_temp.played AS p
     WHERE certification = $1 AND r.result_id = p.result_id`,
    [number],
  )
  await client.query(
    `INSERT INTO result_reviewer (certification, result_id, user_type, user_id)
     SELECT $1, result_id, person->>'user_type', person->>'id'
     FROM pg_temp.played, jsonb_array_elements(reviewers) AS person`,
    [number],
  )
}
