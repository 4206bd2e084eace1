import { randomUUID } from 'node:crypto'
import { type Kysely, type Selectable, sql } from 'kysely'
import { personId, type UserKey } from '#contract/people.ts'
import type { JobRow, Schema } from '../database/schema.ts'
import { holdKey } from '../database/operation-keys.ts'
import { announceJob } from './job-news.ts'
import { bulkJob, wakeFor } from './queue.ts'

type Db = Kysely<Schema>
export type Job = Selectable<JobRow>

export type NewJob = {
  readonly kind: string
  readonly maker: UserKey
  readonly input: object
  /** The person's Idempotency-Key and what makes another request of it. */
  readonly key: { readonly key: string; readonly fingerprint: Buffer } | undefined
}

/** What became of a new job: its id, that which the same request has made before, or why there is none. */
export type MadeJob =
  | { readonly id: string; readonly replayed: boolean }
  | { readonly problem: 'key used' | 'too many' }

/** Makes a job and has a worker woken for it, unless `atMost` of the person's are not over yet, beside bulk changes. */
export async function makeJob(db: Db, job: NewJob, atMost: number): Promise<MadeJob> {
  return await db.transaction().execute(async (trx) => {
    const earlier = job.key && (await madeBefore(trx, job.maker, job.key))
    if (earlier) return earlier
    if ((await openJobs(trx, job.maker)) >= atMost) return { problem: 'too many' }
    const id = await addJob(trx, job)
    if (job.key) {
      const { key, fingerprint } = job.key
      await sql`INSERT INTO operation_key (actor, key, fingerprint, version, job_id)
        VALUES (${personId(job.maker)}, ${key}, ${fingerprint}, 1, ${id})`.execute(trx)
    }
    return { id, replayed: false }
  })
}

/** Makes a job in a transaction, at the end of which a worker is woken for it. Returns its id. */
export async function addJob(
  transaction: Db,
  { kind, maker, input }: Pick<NewJob, 'kind' | 'maker' | 'input'>,
): Promise<string> {
  const id = randomUUID()
  await sql`INSERT INTO job (id, kind, maker_type, maker_id, input)
    VALUES (${id}, ${kind}, ${maker.user_type}, ${maker.id}, ${JSON.stringify(input)}::jsonb)
    RETURNING ${announceJob}`.execute(transaction)
  await wakeFor(transaction, { id, kind, maker })
  return id
}

async function madeBefore(
  db: Db,
  maker: UserKey,
  { key, fingerprint }: { readonly key: string; readonly fingerprint: Buffer },
): Promise<MadeJob | undefined> {
  const actor = personId(maker)
  await holdKey(db, actor, key)
  const earlier = await db
    .selectFrom('operation_key')
    .select(['fingerprint', 'job_id'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!earlier) return undefined
  const isSame = earlier.fingerprint.equals(fingerprint) && earlier.job_id !== null
  return isSame ? { id: earlier.job_id ?? '', replayed: true } : { problem: 'key used' }
}

/** How many jobs of a person are not over, beside bulk changes. Other transactions that ask it of the same person wait until this one ends. */
async function openJobs(db: Db, { user_type, id }: UserKey): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${JSON.stringify(['jobs', user_type, id])}, 0))`.execute(
    db,
  )
  const { rows } = await sql<{ open: number }>`SELECT count(*)::integer AS open FROM job
    WHERE ended_at IS NULL AND maker_type = ${user_type} AND maker_id = ${id} AND kind <> ${bulkJob}`.execute(
    db,
  )
  return rows[0]?.open ?? 0
}

/** The state of a job as it is shown: one that was kept for as long as it is kept is EXPIRED at once. */
export const shownState = sql`CASE WHEN state = 'FINISHED' AND expires_at <= now() THEN 'EXPIRED' ELSE state END`

/** A job of these kinds; one that was kept for as long as it is kept is EXPIRED at once. */
export async function findJob(db: Db, kinds: readonly string[], id: string): Promise<Job | undefined> {
  const { rows } = await sql<Job>`SELECT job.*, ${shownState} AS state FROM job
    WHERE id = ${id} AND kind = ANY (${[...kinds]}::text[])`.execute(db)
  return rows[0]
}

/** Cancels a job that is not over; the worker that has it stops within a second. Says whether it was not over. */
export async function cancelJob(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`UPDATE job SET state = 'CANCELLED', worker = NULL, ended_at = now()
    WHERE id = ${id} AND ended_at IS NULL RETURNING ${announceJob}`.execute(db)
  return rows.length > 0
}

/** So long rows of jobs that are over are kept, in days: as long as what was done under a key is remembered. */
const rowDays = 30

/** Marks what has been kept for as long as it is kept, and removes the rows of jobs that ended 30 days ago. */
export async function expireJobs(db: Db): Promise<void> {
  await sql`UPDATE job SET state = 'EXPIRED' WHERE state = 'FINISHED' AND expires_at <= now()
    RETURNING ${announceJob}`.execute(db)
  await sql`DELETE FROM job WHERE ended_at < now() - make_interval(days => ${rowDays})`.execute(db)
}

/** Of these jobs, those whose file is in use: they are not over, or have a file that is kept. */
export async function jobsInUse(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, 'not over' | 'finished'>> {
  const { rows } = await sql<{ id: string; state: string }>`SELECT id, state FROM job
    WHERE id = ANY (${ids}::text[]) AND (ended_at IS NULL OR state = 'FINISHED')`.execute(db)
  return new Map(rows.map(({ id, state }) => [id, state === 'FINISHED' ? 'finished' : 'not over']))
}
