import type { Store } from '../store/database/open.ts'
import { messageOf, type StoreLog } from '../store/embedded/start-error.ts'
import {
  failJob,
  finishJob,
  giveJobBack,
  noteProgress,
  retryJob,
  type Run,
  type TakenJob,
  takeJob,
} from '../store/jobs/job-runs.ts'
import { JobFailed, type JobKinds } from './job-kinds.ts'

/** So often a job is begun before it fails for good. */
const maxAttempts = 3
const progressEveryMs = 500
/** For so long what a job came to is kept. */
const keptHours = 24

type Db = Store['db']

/** What a worker runs jobs with. `stopping` is aborted when it stops. */
export type Running = {
  readonly db: Db
  readonly kinds: JobKinds
  readonly log: StoreLog
  readonly stopping: AbortSignal
}

/**
 * Runs a job if it is not over and nobody else has it, to its end: finished, failed, or given back where the worker stops.
 * Throws when it is to be tried again later.
 */
export async function runJob(running: Running, run: Run): Promise<void> {
  const { db, kinds, log, stopping } = running
  const job = await takeJob(db, run)
  if (!job) return
  const work = kinds[job.kind]
  if (!work) return await failJob(db, run, 'This server does not know how to do this.')
  if (job.attempts > maxAttempts)
    return await failJob(db, run, `The server broke off ${maxAttempts} times while it did this.`)
  const watch = watchRun(db, run, stopping)
  try {
    const { signal, progress } = watch
    const outcome = await work({ ...workOf(job), id: run.id, signal, progress })
    if (!(await finishJob(db, run, outcome.result, keptHours))) await outcome.takeBack()
  } catch (error) {
    if (stopping.aborted) return await giveJobBack(db, run)
    if (watch.lost()) return
    if (error instanceof JobFailed) return await failJob(db, run, error.message)
    log.warn(`A job of kind ${job.kind} failed at attempt ${job.attempts}: ${messageOf(error)}`)
    if (job.attempts >= maxAttempts)
      return await failJob(db, run, `It failed ${maxAttempts} times; the log of the server says why.`)
    await retryJob(db, run)
    throw error
  } finally {
    watch.end()
  }
}

function workOf({ attempts, input, maker_type, maker_id, created_at }: TakenJob) {
  const maker = { user_type: maker_type, id: maker_id }
  return { attempt: attempts, input, maker, created_at: new Date(created_at).toISOString() }
}

/** Writes the progress of a run down while it goes on, and aborts it when its job is not its own any more. */
function watchRun(db: Db, run: Run, stopping: AbortSignal) {
  const cancelled = new AbortController()
  let latest: object = {}
  let writing = false
  const timer = setInterval(() => {
    if (writing) return
    writing = true
    noteProgress(db, run, latest)
      .then((ours) => {
        if (!ours) cancelled.abort()
      })
      // Where the database is away the work itself finds out.
      .catch(() => undefined)
      .finally(() => {
        writing = false
      })
  }, progressEveryMs)
  return {
    signal: AbortSignal.any([cancelled.signal, stopping]),
    progress: (progress: object) => {
      latest = progress
    },
    lost: () => cancelled.signal.aborted,
    end: () => clearInterval(timer),
  }
}
