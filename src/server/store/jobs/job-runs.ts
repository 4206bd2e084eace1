import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/schema.ts'
import { announceJob } from './job-news.ts'

type Db = Kysely<Schema>

/** Which run of a job: all that is written of it is written only while this worker has it. */
export type Run = { readonly id: string; readonly worker: string }

/** A job as the worker that has taken it reads it. `attempts` counts this one. */
export type TakenJob = {
  readonly kind: string
  readonly input: unknown
  readonly attempts: number
  readonly maker_type: string
  readonly maker_id: string
  readonly created_at: string
}

/** Takes a job that is not over and that no living worker has; undefined for any other. */
export async function takeJob(db: Db, { id, worker }: Run): Promise<TakenJob | undefined> {
  const { rows } = await sql<TakenJob>`
    UPDATE job SET state = 'PROCESSING', worker = ${worker}, attempts = attempts + 1, progress = '{}',
      started_at = coalesce(started_at, now())
    WHERE id = ${id} AND ended_at IS NULL AND (worker IS NULL OR NOT worker_lives(worker))
    RETURNING kind, input, attempts, maker_type, maker_id, created_at, ${announceJob}`.execute(db)
  return rows[0]
}

/** Writes down how far a run is. False when the job is not this worker's any more, as one that was cancelled. */
export async function noteProgress(db: Db, run: Run, progress: object): Promise<boolean> {
  return await changed(db, run, sql`progress = ${JSON.stringify(progress)}::jsonb`)
}

/** Ends a job with what it came to, to be kept for so many hours. False when it was not this worker's any more. */
export async function finishJob(db: Db, run: Run, result: object, hours: number): Promise<boolean> {
  const over = sql`state = 'FINISHED', worker = NULL, result = ${JSON.stringify(result)}::jsonb, ended_at = now(),
    expires_at = now() + make_interval(hours => ${hours})`
  return await changed(db, run, over)
}

/** Ends a job with the reason why it came to nothing, in words for who made it. */
export async function failJob(db: Db, run: Run, error: string): Promise<void> {
  await changed(db, run, sql`state = 'FAILED', worker = NULL, error = ${error}, ended_at = now()`)
}

/** Gives a job back that a worker which stops had begun: it is begun anew, and the attempt does not count. */
export async function giveJobBack(db: Db, run: Run): Promise<void> {
  await changed(db, run, sql`state = 'CREATED', worker = NULL, attempts = attempts - 1, progress = '{}'`)
}

/** Gives a job back whose run failed, to be tried again. */
export async function retryJob(db: Db, run: Run): Promise<void> {
  await changed(db, run, sql`state = 'CREATED', worker = NULL, progress = '{}'`)
}

async function changed(db: Db, { id, worker }: Run, change: ReturnType<typeof sql>): Promise<boolean> {
  const { rows } = await sql`UPDATE job SET ${change}
    WHERE id = ${id} AND state = 'PROCESSING' AND worker = ${worker} RETURNING ${announceJob}`.execute(db)
  return rows.length > 0
}
