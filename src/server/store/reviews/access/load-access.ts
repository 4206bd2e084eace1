import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import type { Schema } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { type AccessLine, copyAccessLines } from './access-rows.ts'
import {
  type AmbiguousRow,
  type DifferingLine,
  differingLines,
  mergeLines,
  prepareMerge,
  removeAmbiguousRows,
  removeTooLongRows,
  type TooLongRow,
} from './merge-access.ts'
import { type SnapshotSummary, summaryOf } from './snapshot-summary.ts'

/** What a snapshot needs besides its rows. */
type SnapshotRecord = { readonly workflow_id: string; readonly import_id: string; readonly rows: number }

/** A snapshot that is being filled. Nothing but its rows is stored before it is complete. */
export type Snapshot = {
  readonly snapshot_id: string
  /** Writes one batch; lines are merged into the rows that earlier lines made. */
  load(batch: readonly AccessLine[]): Promise<void>
  /** Takes out the rows that are too long, by one line or by merging; call it once, after the last batch. */
  removeTooLong(): Promise<readonly TooLongRow[]>
  /** Takes out the rows that name people ambiguously; call it once, after the last batch. */
  removeAmbiguous(): Promise<readonly AmbiguousRow[]>
  summary(): Promise<SnapshotSummary>
  /** The lines that do not say of their row what its first line says. */
  differing(): AsyncGenerator<readonly DifferingLine[]>
  /** Certifications can be made of it from now on. */
  complete(db: Kysely<Schema>, record: SnapshotRecord, now: Date): Promise<void>
  drop(): Promise<void>
}

const uniqueViolation = '23505'

/**
 * Begins a snapshot of access, and deletes what earlier imports left unfinished. Takes a client that no other load runs
 * beside. A dry run loads into a table of the client alone, and deletes nothing.
 */
export async function createSnapshot(client: pg.Client, dryRun: boolean): Promise<Snapshot> {
  // Everything else finds this table by the same name, and it goes with the client.
  if (dryRun) await client.query('CREATE TEMP TABLE access_row (LIKE access_row INCLUDING ALL)')
  else await dropUnfinished(client)
  await prepareMerge(client)
  const { rows } = await client.query<{ snapshot_id: string }>(
    dryRun
      ? `SELECT '0' AS snapshot_id`
      : `SELECT nextval(pg_get_serial_sequence('snapshot', 'snapshot_id')) AS snapshot_id`,
  )
  const [next] = rows
  if (!next) throw new Error('a sequence gave no number')
  const { snapshot_id } = next
  return {
    snapshot_id,
    load: async (batch) => {
      const { firsts, others } = split(batch)
      const inserted = await insert(client, snapshot_id, firsts)
      const rest = inserted ? others : batch
      if (rest.length > 0) await mergeLines(client, snapshot_id, rest)
    },
    removeTooLong: () => removeTooLongRows(client, snapshot_id),
    removeAmbiguous: () => removeAmbiguousRows(client, snapshot_id),
    summary: () => summaryOf(client, snapshot_id),
    differing: () => differingLines(client),
    complete: async (db, record, now) => {
      await sql`INSERT INTO snapshot (snapshot_id, workflow_id, import_id, rows, complete, imported_at)
        OVERRIDING SYSTEM VALUE VALUES (${snapshot_id}, ${record.workflow_id}, ${record.import_id}, ${record.rows},
          true, ${now.toISOString()})`.execute(db)
    },
    drop: async () => {
      await client.query('DELETE FROM access_row WHERE snapshot_id = $1', [snapshot_id])
    },
  }
}

/** The first line of each row, and the others. */
function split(batch: readonly AccessLine[]) {
  const seen = new Set<string>()
  const others: AccessLine[] = []
  const firsts = batch.filter((line) => {
    const isFirst = !seen.has(line.row.row_key)
    if (isFirst) seen.add(line.row.row_key)
    else others.push(line)
    return isFirst
  })
  return { firsts, others }
}

/** The fast way, for rows of which none is stored yet; false, and nothing written, when one is. */
async function insert(client: pg.Client, snapshot: string, lines: readonly AccessLine[]): Promise<boolean> {
  try {
    await inTransaction(client, () => copyAccessLines(client, 'access_row', snapshot, lines))
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === uniqueViolation) return false
    throw error
  }
}

/** One step through the index for each snapshot that has rows, not for each row. */
const unfinished = `WITH RECURSIVE filled AS (
    SELECT (SELECT min(snapshot_id) FROM access_row) AS snapshot_id
    UNION ALL
    SELECT (SELECT min(snapshot_id) FROM access_row WHERE snapshot_id > filled.snapshot_id)
    FROM filled WHERE snapshot_id IS NOT NULL)
  SELECT snapshot_id FROM filled WHERE snapshot_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM snapshot WHERE snapshot.snapshot_id = filled.snapshot_id AND complete)`

async function dropUnfinished(client: pg.Client): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(`DELETE FROM access_row WHERE snapshot_id IN (${unfinished})`)
    await client.query('DELETE FROM snapshot WHERE NOT complete')
  })
}
