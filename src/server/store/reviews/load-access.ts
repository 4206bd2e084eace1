import type { Kysely } from 'kysely'
import pg from 'pg'
import type { Schema } from '../schema.ts'
import { inTransaction } from '../transaction.ts'
import { type AccessRowInput, copyAccessRows } from './access-rows.ts'

/** What a snapshot holds: whether any row names a manager or an owner, and how many names of reviewers nobody has. */
export type SnapshotSummary = {
  readonly rows: number
  readonly managers: boolean
  readonly owners: boolean
  readonly unknownReviewers: number
}

/** A snapshot that is being filled. */
export type Snapshot = {
  readonly snapshot_id: string
  /** Writes one batch in a transaction of its own; a row with the key of an earlier one replaces it. */
  load(batch: readonly AccessRowInput[]): Promise<void>
  summary(): Promise<SnapshotSummary>
  /** Certifications can be made of it from now on. */
  complete(db: Kysely<Schema>, rows: number, now: Date): Promise<void>
  drop(): Promise<void>
}

const columns = `row_key, source, destination, waypoint, raw_permissions, effective_permissions, source_manager,
  destination_owner, reviewers`
const uniqueViolation = '23505'
const merge = `INSERT INTO access_row (snapshot_id, ${columns}) SELECT snapshot_id, ${columns} FROM pg_temp.access_batch
  ON CONFLICT (snapshot_id, row_key) DO UPDATE SET ${columns
    .split(/,\s*/)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`

/**
 * Begins a snapshot of a workflow's access in place of those that earlier imports left unfinished. Takes a client that
 * no other load runs beside.
 */
export async function createSnapshot(
  client: pg.Client,
  workflow_id: string,
  import_id: string,
): Promise<Snapshot> {
  await dropUnfinished(client, workflow_id)
  await client.query(
    'CREATE TEMP TABLE access_batch ON COMMIT DELETE ROWS AS SELECT * FROM access_row WITH NO DATA',
  )
  const { rows } = await client.query<{ snapshot_id: string }>(
    `INSERT INTO snapshot (workflow_id, import_id, imported_at) VALUES ($1, $2, $3) RETURNING snapshot_id`,
    [workflow_id, import_id, new Date().toISOString()],
  )
  const [inserted] = rows
  if (!inserted) throw new Error('a snapshot was not inserted')
  const { snapshot_id } = inserted
  return {
    snapshot_id,
    load: async (batch) => {
      // One statement cannot change a row twice.
      const rows = [...new Map(batch.map((row) => [row.row_key, row])).values()]
      if (!(await insert(client, snapshot_id, rows)))
        await inTransaction(client, async () => {
          await copyAccessRows(client, 'pg_temp.access_batch', snapshot_id, rows)
          await client.query(merge)
        })
    },
    summary: () => summaryOf(client, snapshot_id),
    complete: async (db, count, now) => {
      await db
        .updateTable('snapshot')
        .set({ complete: true, rows: count, imported_at: now.toISOString() })
        .where('snapshot_id', '=', snapshot_id)
        .execute()
    },
    drop: () => drop(client, [snapshot_id]),
  }
}

/** The fast way, for rows of which none is stored yet; false, and nothing written, when one is. */
async function insert(
  client: pg.Client,
  snapshot: string,
  rows: readonly AccessRowInput[],
): Promise<boolean> {
  try {
    await inTransaction(client, () => copyAccessRows(client, 'access_row', snapshot, rows))
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === uniqueViolation) return false
    throw error
  }
}

async function dropUnfinished(client: pg.Client, workflow_id: string): Promise<void> {
  const { rows } = await client.query<{ snapshot_id: string }>(
    'SELECT snapshot_id FROM snapshot WHERE workflow_id = $1 AND NOT complete',
    [workflow_id],
  )
  await drop(
    client,
    rows.map((row) => row.snapshot_id),
  )
}

async function drop(client: pg.Client, ids: readonly string[]): Promise<void> {
  await inTransaction(client, async () => {
    await client.query('DELETE FROM access_row WHERE snapshot_id = ANY ($1::bigint[])', [ids])
    await client.query('DELETE FROM snapshot WHERE snapshot_id = ANY ($1::bigint[])', [ids])
  })
}

async function summaryOf(client: pg.Client, snapshot_id: string): Promise<SnapshotSummary> {
  const { rows } = await client.query<SnapshotSummary>(
    `SELECT count(*)::integer AS rows, coalesce(bool_or(source_manager <> ''), false) AS managers,
       coalesce(bool_or(destination_owner <> ''), false) AS owners,
       (SELECT count(*)::integer FROM (SELECT DISTINCT unnest(reviewers) AS name FROM access_row
          WHERE snapshot_id = $1) AS named
        WHERE NOT EXISTS (SELECT FROM person WHERE lower(email) = lower(named.name))
          AND NOT EXISTS (SELECT FROM person WHERE id = named.name)) AS "unknownReviewers"
     FROM access_row WHERE snapshot_id = $1`,
    [snapshot_id],
  )
  const [summary] = rows
  if (!summary) throw new Error('a statement that always gives one row gave none')
  return summary
}
