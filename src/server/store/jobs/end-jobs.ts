import { type Kysely, sql } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Schema } from '../database/schema.ts'
import { announceJob } from './job-news.ts'
import { bulkJob } from './queue.ts'

/**
 * Ends all jobs of a person, because of what `reason` says in words for who reads of them: those that are not over are
 * cancelled, and files of those that are cannot be had any more. Returns how many there were, beside bulk changes.
 */
export async function endJobsOf(
  db: Kysely<Schema>,
  { user_type, id }: UserKey,
  reason: string,
): Promise<number> {
  const { rows } = await sql<{ kind: string }>`
    UPDATE job SET worker = NULL, error = ${reason}, ended_at = coalesce(ended_at, now()),
      state = CASE WHEN ended_at IS NULL THEN 'CANCELLED' ELSE 'EXPIRED' END,
      expires_at = CASE WHEN ended_at IS NULL THEN expires_at ELSE now() END
    WHERE maker_type = ${user_type} AND maker_id = ${id}
      AND (ended_at IS NULL OR state = 'FINISHED' AND (expires_at IS NULL OR expires_at > now()))
    RETURNING kind, ${announceJob}`.execute(db)
  return rows.filter(({ kind }) => kind !== bulkJob).length
}
