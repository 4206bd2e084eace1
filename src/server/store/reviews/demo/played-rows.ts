import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import type { WorkflowUser } from '#contract/people.ts'
import { copyLine } from '../../database/copy-line.ts'
import type { LogDetail, ResultRow } from '../../database/review-schema.ts'
import { recount } from '../changes/many-rows.ts'

/** An entry of the log on its way in. */
export type PlayedEntry = {
  readonly result_id: number
  readonly version: number
  readonly action: string
  readonly actor: WorkflowUser
  readonly via: string
  readonly at: string
  readonly detail: LogDetail
}

/** What the entries of one row come to. */
export type PlayedRow = Pick<ResultRow, 'result_id' | (typeof columns)[number]>

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
] as const satisfies readonly (keyof ResultRow)[]

/** The rows of a certification that somebody reviews. */
export async function reviewedRows(
  client: pg.ClientBase,
  number: number,
): Promise<readonly Pick<ResultRow, 'result_id' | 'reviewers'>[]> {
  const { rows } = await client.query<Pick<ResultRow, 'result_id' | 'reviewers'>>(
    `SELECT result_id, reviewers FROM result
     WHERE certification = $1 AND reviewers <> '[]' ORDER BY result_id`,
    [number],
  )
  return rows
}

/** Writes made-up work on rows of a certification: its entries, oldest first, and the rows as these leave them. */
export async function writePlayed(
  client: pg.ClientBase,
  number: number,
  rows: readonly PlayedRow[],
  entries: readonly PlayedEntry[],
): Promise<void> {
  await writeLog(client, number, entries)
  await writeRows(client, number, rows)
  await client.query(`${recount} WHERE number = $1`, [number])
  const last = entries.at(-1)
  if (!last) return
  await client.query(
    `UPDATE certification SET log_seq = log_seq + $2, log_time = $3, results_updated_at = $3, results_updated_by = $4
     WHERE number = $1`,
    [number, entries.length, last.at, JSON.stringify(last.actor)],
  )
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
