import { Kysely, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import type { Store } from './open.ts'
import type { Schema } from './schema.ts'

/** So often a session is told to stop what it does. */
const cancelEveryMs = 200

/**
 * Reads on a connection of its own, without time limits, all in one snapshot of the database. `at` is its instant by the
 * database's clock, as RFC 3339 in UTC: all that was committed before is in it. Aborting the signal stops the statement that
 * runs.
 */
export async function inSnapshot<T>(
  { database, db }: Pick<Store, 'database' | 'db'>,
  signal: AbortSignal,
  read: (client: pg.Client, at: string) => Promise<T>,
): Promise<T> {
  const client = await database.openClient('export')
  const stopWatching = cancelOnAbort(db, await backendOf(client), signal)
  try {
    signal.throwIfAborted()
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const result = await read(client, await instantOf(client))
    await client.query('COMMIT')
    return result
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

/** Takes the snapshot: the statement's own time is read before it is. */
async function instantOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ at: string }>(
    `SELECT to_char(statement_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`,
  )
  return rows[0]?.at ?? ''
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}

/** The statements of others on one connection, as within its snapshot. It is ended by whoever has it. */
export function onClient(client: pg.Client): Kysely<Schema> {
  const connection = { query: client.query.bind(client), release: () => undefined }
  return new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: { connect: () => Promise.resolve(connection), end: () => Promise.resolve() },
    }),
  })
}
