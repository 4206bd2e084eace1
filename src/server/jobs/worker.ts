import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { Logger, run, runMigrations, type RunnerOptions, type WorkerEvents } from 'graphile-worker'
import type { Store } from '../store/database/open.ts'
import { messageOf, type StoreLog } from '../store/embedded/start-error.ts'
import { fillCauses } from '../store/activity/causes/fill-causes.ts'
import { freeOfDeadWorkers, queueTasks, wakeForgotten } from '../store/jobs/queue.ts'
import { lockWorker } from '../store/jobs/worker-lock.ts'
import { endBulksWithoutJob } from '../store/reviews/bulk/end-bulks.ts'
import type { JobKinds } from './job-kinds.ts'
import { runJob } from './run-job.ts'

/** So many jobs of each task run at a time. */
const atOnce = 2
/** So often the queue is looked at, beside being told of what is new in it. */
const pollEveryMs = 1000
/** So often workers that have died are looked for. */
const sweepEveryMs = 15_000

export type WorkerOptions = {
  readonly kinds: JobKinds
  readonly log: StoreLog
  /**
   * Called when the session is gone that shows that this worker lives, and others may take its jobs, or the queue is: then
   * another worker has to be started.
   */
  readonly onLost: () => void
  readonly sweepEveryMs?: number
}

/**
 * Runs the jobs of a database until it is stopped; any number of processes may (docs/decisions/0030). What workers were at
 * that have died is taken up at once and then every 15 seconds.
 */
export async function startWorker(
  store: Pick<Store, 'db' | 'database'>,
  { kinds, log, onLost, sweepEveryMs: every = sweepEveryMs }: WorkerOptions,
): Promise<{ stop(): Promise<void> }> {
  const { db, database } = store
  const stop = new AbortController()
  const worker = `countersign-${randomUUID()}`
  const locks = await database.openClient('worker')
  await lockWorker(locks, worker)
  let lost = false
  const lose = () => {
    if (!stop.signal.aborted && !lost) onLost()
    lost = true
  }
  locks.once('end', lose)
  const running = { db, kinds, log, stopping: stop.signal }
  const findCauses = causeFinder(store, log, stop.signal)
  const { promise: started, resolve: began, reject: failed } = promiseWithResolvers()
  const ended = database.withoutTimeout(async (pgPool) => {
    await runMigrations({ pgPool, logger: queueLog(log) })
    await sweep(db, log)
    findCauses()
    const start = (task: string) =>
      run({
        ...quietQueue(log),
        pgPool,
        events: eventsOf((pool) => lockWorker(locks, pool).catch(lose)),
        taskList: { [task]: (payload) => runJob(running, { id: idOf(payload), worker }) },
      })
    const runners = [await start(queueTasks.exports), await start(queueTasks.bulk)]
    began()
    const over = Promise.race(runners.map((runner) => runner.promise)).catch((error: unknown) =>
      log.warn(`The queue of jobs: ${messageOf(error)}`),
    )
    if (!stop.signal.aborted) await Promise.race([over, once(stop.signal, 'abort')])
    if (!stop.signal.aborted) lose()
    await Promise.allSettled(runners.map((runner) => runner.stop()))
  })
  ended.catch(failed)
  await started
  const timer = setInterval(() => {
    sweep(db, log).catch((error: unknown) => log.warn(`Jobs could not be looked after: ${messageOf(error)}`))
    findCauses()
  }, every)
  return {
    stop: async () => {
      clearInterval(timer)
      stop.abort()
      await ended
      await locks.end()
    },
  }
}

async function sweep(db: Store['db'], log: StoreLog): Promise<void> {
  await endBulksWithoutJob(db)
  if ((await freeOfDeadWorkers(db)) > 0) log.info('Jobs of a worker that is gone are taken up.')
  await wakeForgotten(db)
}

/** Gives failed events their causes, unless it is at that already; no job waits for it. */
function causeFinder(store: Pick<Store, 'database'>, log: StoreLog, stopping: AbortSignal): () => void {
  let isRunning = false
  return () => {
    if (isRunning || stopping.aborted) return
    isRunning = true
    fillCauses(store, stopping)
      .catch((error: unknown) => log.warn(`Causes of failed events could not be found: ${messageOf(error)}`))
      .finally(() => {
        isRunning = false
      })
  }
}

/**
 * The queue's events. What it locks it locks in the name of its pool, of which it tells the name only here: before that
 * name has its lock another worker may free its jobs, and then takes none that this one has (`takeJob`).
 */
function eventsOf(onPool: (id: string) => Promise<void>): WorkerEvents {
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => void onPool(workerPool.id))
  return events
}

function idOf(payload: unknown): string {
  if (typeof payload === 'object' && payload !== null && 'id' in payload && typeof payload.id === 'string')
    return payload.id
  throw new Error('a job without an id stands in the queue')
}

/** How the queue is looked at. */
function quietQueue(log: StoreLog): Partial<RunnerOptions> {
  return {
    concurrency: atOnce,
    pollInterval: pollEveryMs,
    noHandleSignals: true,
    logger: queueLog(log),
    // Else the queue is told of a job's end by a statement that nobody waits for, and a stop could come before it.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  }
}

/** What the queue says of itself, as far as `runJob` does not say it better. */
function queueLog(log: StoreLog): Logger {
  return new Logger(() => (level: string, message) => {
    if (level === 'error' && !message.startsWith('Failed task')) log.warn(`The queue of jobs: ${message}`)
  })
}

function promiseWithResolvers() {
  let resolve: () => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const promise = new Promise<void>((done, failed) => {
    resolve = done
    reject = failed
  })
  return { promise, resolve, reject }
}
