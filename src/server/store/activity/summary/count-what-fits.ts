import { type Kysely, sql } from 'kysely'
import type { Filter } from '#scim/ast.ts'
import { Refused } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { type CountedSpan, newestSpans, wholeSpan } from './counted-span.ts'

/** So long is counted before less is. */
export const countingMs = 300

/**
 * Counts the whole, or where a statement of that takes longer than `ms`, the newest 90, 30, 14, 7 days or the newest day: the first that
 * can be counted. `count` is called for one after the other, each time in a transaction of its own. Throws `Refused` InvalidArgument where
 * even a day takes longer.
 */
export async function countWhatFits<T>(
  db: Kysely<Schema>,
  ms: number,
  filter: Filter | undefined,
  count: (db: Kysely<Schema>, span: CountedSpan) => Promise<T>,
): Promise<T> {
  const whole = await wholeSpan(db, filter)
  for (const span of [whole, ...newestSpans(whole)]) {
    try {
      return await db.transaction().execute(async (trx) => {
        await sql`SET LOCAL statement_timeout = ${sql.lit(ms)}`.execute(trx)
        return await count(trx, span)
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
