import { type Kysely, sql } from 'kysely'
import { Refused } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'

/** So long is counted before less is. */
export const countingMs = 300

/** What is counted where the whole takes too long: so many of the newest days. */
const fewerDays = [90, 30, 14, 7, 1] as const

/**
 * Counts all, or where a statement of that takes longer than `ms`, as many of the newest days as can be counted: `count` is called with
 * undefined, then with 90, 30, 14, 7 and 1, each time in a transaction of its own. Throws `Refused` where even a day takes longer.
 */
export async function countWhatFits<T>(
  db: Kysely<Schema>,
  ms: number,
  count: (db: Kysely<Schema>, newestDays: number | undefined) => Promise<T>,
): Promise<T> {
  for (const days of [undefined, ...fewerDays]) {
    try {
      return await db.transaction().execute(async (trx) => {
        await sql`SET LOCAL statement_timeout = ${sql.lit(ms)}`.execute(trx)
        return await count(trx, days)
      })
    } catch (error) {
      if (!tookTooLong(error)) throw error
    }
  }
  throw new Refused({
    code: 'InvalidArgument',
    message: 'Even the newest day took too long to count and was stopped.',
    resolution: 'Narrow the filter: add a time range, or a longer piece of text.',
  })
}

function tookTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014'
}
