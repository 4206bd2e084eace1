import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../database/schema.ts'

/**
 * Does work in a transaction that others of the pool take turns with; aborting the signal cancels the statement that runs in it, over
 * another connection of `db`. Throws what the work throws, and what the signal is aborted with between two statements.
 */
export async function untilAborted<T>(
  db: Kysely<Schema>,
  signal: AbortSignal,
  work: (transaction: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  return await db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(transaction)
    signal.throwIfAborted()
    let cancelled: Promise<unknown> | undefined
    const cancel = () => {
      // Where the database is away there is nothing to cancel.
      cancelled = sql`SELECT pg_cancel_backend(${rows[0]?.pid})`.execute(db).catch(() => undefined)
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await work(transaction)
    } finally {
      signal.removeEventListener('abort', cancel)
      // Or it would come to what the next one does on this connection; the end of this transaction takes it instead.
      await cancelled
    }
  })
}
