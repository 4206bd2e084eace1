import { type Kysely, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import { nanoseconds } from '#std/instant.ts'
import type { LogDetail } from '../../database/review-schema.ts'
import type { Schema } from '../../database/schema.ts'

/** One entry for the log of a row; `version` is the row's version after the change that it tells of. */
export type LogEntry = {
  readonly result_id: number
  readonly version: number
  readonly action: string
  readonly detail: LogDetail
}

/** Who did it and by what way: session, key:<id>, import or job. */
type LogAuthor = { readonly actor: WorkflowUser; readonly via: string; readonly now: Date }

/**
 * Appends entries to the log of a certification, named by its number, and locks the certification until the caller's
 * transaction ends. Each entry gets the next `seq` and a time in UTC with nine fractional digits: now, or a nanosecond
 * after the entry before it, whichever is later, so times never go back. Returns the seq and the time of the last entry
 * (of the last one there was, for an empty list). Thousands of entries at once are fine.
 */
export async function appendLog(
  db: Kysely<Schema>,
  certification: number,
  { actor, via, now }: LogAuthor,
  entries: readonly LogEntry[],
): Promise<{ readonly seq: string; readonly at: string }> {
  const { rows } = await sql<{ seq: string; at: string }>`
    SELECT seq, at FROM append_result_log(${certification}::integer, ${nanoseconds(now)}::bigint,
      ${JSON.stringify(actor)}::jsonb, ${via}::text, ${JSON.stringify(entries)}::jsonb)`.execute(db)
  const [last] = rows
  if (!last) throw new Error('the log of a certification that does not exist cannot be written')
  return last
}

/** A moment as the action log writes it: RFC 3339 in UTC with nine digits, so that texts compare as times do. */
export function logTime(moment: Date): string {
  return `${moment.toISOString().slice(0, -1)}000000Z`
}
