import type { Kysely } from 'kysely'
import type { Filter } from '#scim/ast.ts'
import { Refused } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { type CountedSpan, newestSpans, wholeSpan } from './counted-span.ts'
import { type CountingLimits, withinLimits } from './within-limits.ts'

/** So long where somebody waits to see it. */
export const countingMs = 300

/**
 * Counts the whole, or where a statement of that takes longer than the limit, the newest 90, 30, 14, 7 days or the newest day: the first that
 * can be counted. `count` is called for one after the other, each time in a transaction of its own. Throws `Refused` InvalidArgument where
 * even a day takes longer, and once the signal is aborted.
 */
export async function countWhatFits<T>(
  db: Kysely<Schema>,
  limits: CountingLimits,
  filter: Filter | undefined,
  count: (db: Kysely<Schema>, span: CountedSpan) => Promise<T>,
): Promise<T> {
  const whole = await wholeSpan(db, filter)
  for (const span of [whole, ...newestSpans(whole)]) {
    try {
      return await withinLimits(db, limits, (transaction) => count(transaction, span))
    } catch (error) {
      if (limits.signal.aborted || !tookTooLong(error)) throw error
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
