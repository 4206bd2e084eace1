import { type Kysely, sql } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Schema } from '../database/schema.ts'
import { type Job, shownState } from './job-rows.ts'

type Db = Kysely<Schema>

/** The newest jobs that a person has made, of some kinds, and of these ids where any are named. */
export async function jobsOf(
  db: Db,
  { user_type, id }: UserKey,
  { kinds, ids, limit }: { kinds: readonly string[]; ids?: readonly string[]; limit: number },
): Promise<readonly Job[]> {
  const named = ids ? sql`AND id = ANY (${[...ids]}::text[])` : sql``
  const { rows } = await sql<Job>`SELECT job.*, ${shownState} AS state FROM job
    WHERE maker_type = ${user_type} AND maker_id = ${id} AND kind = ANY (${[...kinds]}::text[]) ${named}
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`.execute(db)
  return rows
}

/** The kind of a job, undefined where there is no such job. */
export async function kindOfJob(db: Db, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ kind: string }>`SELECT kind FROM job WHERE id = ${id}`.execute(db)
  return rows[0]?.kind
}
