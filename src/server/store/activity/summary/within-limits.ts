import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../database/schema.ts'
import { messageOf, type StoreLog } from '../../embedded/start-error.ts'

/** So long a statement may take, until when anybody waits for it, and where it is told that it could not be cancelled. */
export type CountingLimits = {
  readonly ms: number
  readonly signal: AbortSignal
  readonly log?: Pick<StoreLog, 'warn'>
}

/**
 * Does work in a transaction whose statements are cancelled after `ms`, and, over another connection of `db`, when the signal is aborted.
 * Throws what the work throws, and what the signal has been aborted with.
 */
export async function withinLimits<T>(
  db: Kysely<Schema>,
  { ms, signal, log }: CountingLimits,
  work: (transaction: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  return await db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid,
      set_config('statement_timeout', ${String(ms)}, true)`.execute(transaction)
    signal.throwIfAborted()
    let cancelled: Promise<unknown> | undefined
    const cancel = () => {
      cancelled = sql`SELECT pg_cancel_backend(${rows[0]?.pid})`
        .execute(db)
        // It ends by itself then, after `ms` at the latest.
        .catch((error: unknown) =>
          log?.warn(`A count that nobody waits for could not be cancelled: ${messageOf(error)}`),
        )
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
