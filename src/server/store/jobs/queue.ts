import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { personId, type UserKey } from '#contract/people.ts'
import type { Schema } from '../database/schema.ts'

type Db = Kysely<Schema>

/** The kind of the jobs that change many rows of a review. */
export const bulkJob = 'bulk'

/**
 * The tasks that the queue knows; each says: look at the job with this id. Whoever changes rows waits for it, and a task of its own
 * keeps that from waiting for exports, of the same person or of others.
 */
export const queueTasks = { exports: 'countersign job', bulk: 'countersign bulk' } as const

/** So often the queue may wake for one job; what becomes of the job its own row counts. */
const wakings = 25

/** A job as the queue is told of it. */
export type QueuedJob = { readonly id: string; readonly kind: string; readonly maker: UserKey }

/**
 * Has a worker woken for a job, after those of the same task and person. Does nothing while no worker has ever made the queue of
 * this database, or the first is about to: its `wakeForgotten` does it then.
 */
export async function wakeFor(db: Db, job: QueuedJob): Promise<void> {
  if (await hasQueue(db)) await addJob(db, job)
}

/** Whether the function that `addJob` calls is there; the queue is made in steps, of which it is not the first. */
async function hasQueue(db: Db): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    SELECT to_regprocedure('graphile_worker.add_job(text, json, text, timestamptz, integer, text, integer, text[], text)')
      IS NOT NULL AS there`.execute(db)
  return rows[0]?.there === true
}

async function addJob(db: Db, { id, kind, maker }: QueuedJob): Promise<void> {
  const task = kind === bulkJob ? 'bulk' : 'exports'
  // One queue a person and task, so that one such job of theirs runs at a time. A name of a queue has at most 128 characters.
  const person = createHash('sha256').update(personId(maker)).digest('hex')
  const queue = task === 'bulk' ? `bulk ${person}` : person
  await sql`SELECT graphile_worker.add_job(${queueTasks[task]}, json_build_object('id', ${id}::text),
    queue_name := ${queue}, job_key := ${id}, max_attempts := ${wakings})`.execute(db)
}

/** Frees what workers hold in the queue that do not live any more. Returns how many workers those were. */
export async function freeOfDeadWorkers(db: Db): Promise<number> {
  const { rows } = await sql<{ dead: string[] }>`
    SELECT coalesce(array_agg(locked_by), '{}') AS dead FROM (
      SELECT locked_by FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL
      UNION SELECT locked_by FROM graphile_worker._private_job_queues WHERE locked_by IS NOT NULL
    ) AS holders WHERE NOT worker_lives(locked_by)`.execute(db)
  const dead = rows[0]?.dead ?? []
  if (dead.length > 0) await sql`SELECT graphile_worker.force_unlock_workers(${dead}::text[])`.execute(db)
  return dead.length
}

/** Has workers woken for jobs that are not over and for which the queue would wake nobody any more. */
export async function wakeForgotten(db: Db): Promise<void> {
  const { rows } = await sql<QueuedJob>`
    SELECT job.id, job.kind, jsonb_build_object('user_type', job.maker_type, 'id', job.maker_id) AS maker FROM job
    WHERE job.ended_at IS NULL AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs AS queued
      WHERE queued.key = job.id AND queued.attempts < queued.max_attempts)
    ORDER BY job.created_at`.execute(db)
  for (const job of rows) await addJob(db, job)
}
