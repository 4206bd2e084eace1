import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../database/schema.ts'

/** So long a statement may take, and until when anybody waits for it. */
export type CountingLimits = { readonly ms: number; readonly signal: AbortSignal }

/**
 * Does work in a transaction whose statements are cancelled after `ms`, and, over another connection of `db`, when the signal is aborted.
 * Throws what the work throws, and what the signal has been aborted with.
 */
export async function withinLimits<T>(
  db: Kysely<Schema>,
  { ms, signal }: CountingLimits,
  work: (transaction: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  return await db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid,
      set_config('statement_timeout', ${String(ms)}, true)`.execute(transaction)
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
