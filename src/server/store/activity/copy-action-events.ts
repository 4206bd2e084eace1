import { pipeline } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import { to } from 'pg-copy-streams'
import type { WantedExport } from '../../exports.ts'
import { literalSql } from '../database/literal-sql.ts'
import type { Store } from '../database/open.ts'
import { conditionOf } from './action-event-filter.ts'
import { type ListStage, listStages } from './action-event-order.ts'
import { csvCells, csvHeader, guardedCells } from './csv-columns.ts'

type Sql = RawBuilder<unknown>

/** What a file holds: its rows, and how many of their cells are guarded. */
export type Copied = { readonly rows: number; readonly guarded: number }

/** So often a session is told to stop what it does. */
const cancelEveryMs = 200

type CopyOptions = {
  /** Aborting stops the statement that runs. */
  readonly signal: AbortSignal
  /** Called with what the file will hold, before the first row is written; a rejection stops the copy. */
  readonly onCounted: (counted: Copied) => Promise<void>
}

/**
 * Writes the events of an export to a stream as CSV (RFC 4180 with line feeds, UTF-8), and leaves it open. They are counted
 * and copied in one snapshot of the log; throws where what was copied is not what was counted.
 */
export async function copyActionEvents(
  { database, db }: Pick<Store, 'database' | 'db'>,
  { filter, order }: Pick<WantedExport, 'filter' | 'order'>,
  out: Writable,
  { signal, onCounted }: CopyOptions,
): Promise<Copied> {
  const client = await database.openClient('export')
  const stopWatching = cancelOnAbort(db, await backendOf(client), signal)
  try {
    signal.throwIfAborted()
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const condition = filter ? conditionOf(filter) : sql`true`
    const counted = await count(client, condition)
    await onCounted(counted)
    out.write(csvHeader)
    let rows = 0
    for (const stage of listStages(order, undefined)) {
      signal.throwIfAborted()
      rows += await copyStage(client, condition, stage, out)
    }
    await client.query('COMMIT')
    if (rows !== counted.rows)
      throw new Error(`${rows} rows were copied of ${counted.rows} that were counted in the same snapshot`)
    return counted
  } finally {
    stopWatching()
    await client.end()
  }
}

/**
 * Cancels whatever a session does once the signal is aborted, again and again: a cancel that comes between two statements
 * stops neither. Returns what ends this.
 */
function cancelOnAbort(db: Store['db'], pid: number, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined
  const cancel = () => {
    // Where the database is away there is nothing to cancel.
    sql`SELECT pg_cancel_backend(${pid})`.execute(db).catch(() => undefined)
  }
  const begin = () => {
    cancel()
    timer = setInterval(cancel, cancelEveryMs)
  }
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true })
  return () => {
    signal.removeEventListener('abort', begin)
    clearInterval(timer)
  }
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}

async function count(client: pg.Client, condition: Sql): Promise<Copied> {
  const { rows } = await client.query<Copied>(
    literalSql(sql`SELECT count(*)::float8 AS rows, coalesce(sum(${guardedCells}), 0)::float8 AS guarded
      FROM action_event WHERE ${condition}`),
  )
  return rows[0] ?? { rows: 0, guarded: 0 }
}

/** Copies one stage of the list's order (`action-event-order.ts`), which has no limit here. Returns how many rows it had. */
async function copyStage(
  client: pg.Client,
  condition: Sql,
  { scans, sorted }: ListStage,
  out: Writable,
): Promise<number> {
  const parts = scans.map(({ conditions }) => sql`(${sql.join([sql`true`, ...conditions], sql` AND `)})`)
  const select = sql`SELECT ${csvCells} FROM action_event
    WHERE (${condition}) AND (${sql.join(parts, sql` OR `)}) ORDER BY ${sorted}`
  const copy = client.query(
    to(literalSql(sql`COPY (${select}) TO STDOUT WITH (FORMAT csv, ENCODING 'UTF8')`)),
  )
  await pipeline(copy, out, { end: false })
  return copy.rowCount
}
