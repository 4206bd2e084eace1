import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { addJob, jobOf } from '#testing/job-rows.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { takeJob } from '../store/jobs/job-runs.ts'
import { JobFailed, type JobKinds } from './job-kinds.ts'
import { startWorker, type WorkerOptions } from './worker.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

const log = { info: () => undefined, warn: () => undefined }
const nothing = { result: {}, takeBack: () => Promise.resolve() }

async function work(kinds: JobKinds, options: Partial<WorkerOptions> = {}): Promise<() => Promise<void>> {
  const onLost = () => undefined
  const worker = await startWorker(database.store, { kinds, log, onLost, ...options })
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= worker.stop())
  onTestFinished(stop)
  return stop
}

const stateOf = async (id: string) => (await jobOf(database.store, id)).state
const until = (id: string, state: string) =>
  expect.poll(() => stateOf(id), { timeout: 20_000, interval: 20 }).toBe(state)

/** A kind of job that goes on until it is aborted, and how to wait for one to have begun. */
function endless() {
  const begun: string[] = []
  const kinds: JobKinds = {
    endless: async ({ id, signal }) => {
      begun.push(id)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      throw new Error('aborted')
    },
  }
  return { kinds, begun }
}

test('a job that was made before any worker lived is done, and what it came to stands in its row', async () => {
  const id = await addJob(database.store, 'double', { input: { number: 21 } })
  await work({
    double: async ({ input }) => ({
      ...nothing,
      result: { double: 2 * (input as { number: number }).number },
    }),
  })
  await until(id, 'FINISHED')
  const job = await jobOf(database.store, id)
  expect(job).toMatchObject({ result: { double: 42 }, attempts: 1, worker: null, error: null })
  expect(Date.parse(job.expires_at ?? '') - Date.parse(job.ended_at ?? '')).toBe(24 * 3600 * 1000)
})

test('a job that is made while a worker makes the queue is done by it', async () => {
  const fresh = await createTestDatabase(inject('postgresUrl'))
  onTestFinished(() => fresh.drop())
  // What the queue has made before the first of its own steps.
  await sql`CREATE SCHEMA graphile_worker`.execute(fresh.store.db)
  await sql`CREATE TABLE graphile_worker.migrations (id integer PRIMARY KEY, ts timestamptz NOT NULL DEFAULT now(),
    breaking boolean NOT NULL DEFAULT false)`.execute(fresh.store.db)
  const id = await addJob(fresh.store, 'plain')
  const kinds: JobKinds = { plain: () => Promise.resolve(nothing) }
  const worker = await startWorker(fresh.store, { kinds, log, onLost: () => undefined })
  await expect
    .poll(async () => (await jobOf(fresh.store, id)).state, { timeout: 20_000, interval: 20 })
    .toBe('FINISHED')
  await worker.stop()
})

test('jobs are done though causes of failed events cannot be found, which is said', async () => {
  await sql`ALTER TABLE cause RENAME TO gone`.execute(database.store.db)
  onTestFinished(async () => void (await sql`ALTER TABLE gone RENAME TO cause`.execute(database.store.db)))
  const warnings: string[] = []
  const id = await addJob(database.store, 'plain')
  await work(
    { plain: () => Promise.resolve(nothing) },
    { log: { ...log, warn: (text) => void warnings.push(text) } },
  )
  await until(id, 'FINISHED')
  await expect.poll(() => warnings.join()).toContain('Causes of failed events could not be found')
})

test('one job of a person runs at a time, and two of a server', async () => {
  const { kinds, begun } = endless()
  const stop = await work(kinds)
  const ofAna = [await addJob(database.store, 'endless'), await addJob(database.store, 'endless')]
  const others = [
    await addJob(database.store, 'endless', { by: 'ben' }),
    await addJob(database.store, 'endless', { by: 'cy' }),
  ]
  await expect.poll(() => begun.length, { timeout: 5000 }).toBe(2)
  const running = async () => {
    const states = await Promise.all([...ofAna, ...others].map(stateOf))
    return states.filter((state) => state === 'PROCESSING').length
  }
  expect(await running()).toBe(2)
  expect(begun.filter((id) => ofAna.includes(id))).toHaveLength(1)
  // What a worker had begun that stops is begun anew, and does not count as an attempt.
  await stop()
  expect(await running()).toBe(0)
  const [first = ''] = begun
  expect(await jobOf(database.store, first)).toMatchObject({ state: 'CREATED', attempts: 0, worker: null })
  for (const id of [...ofAna, ...others]) await cancel(id)
})

test('a change of many rows waits for no export, its maker’s or another’s', async () => {
  const { kinds, begun } = endless()
  await work({ ...kinds, bulk: () => Promise.resolve(nothing) })
  const exports = [
    await addJob(database.store, 'endless', { by: 'ben' }),
    await addJob(database.store, 'endless', { by: 'cy' }),
  ]
  await expect.poll(() => begun.length, { timeout: 5000 }).toBe(2)
  await until(await addJob(database.store, 'bulk', { by: 'ben' }), 'FINISHED')
  expect(await stateOf(exports[0] ?? '')).toBe('PROCESSING')
  for (const id of exports) await cancel(id)
})

test('a job that is cancelled is aborted, and what it came to is taken back', async () => {
  const cancelled = await addJob(database.store, 'endless')
  const late = await addJob(database.store, 'late', { by: 'ben' })
  const { kinds, begun } = endless()
  const takenBack: string[] = []
  await work({
    ...kinds,
    late: async ({ id }) => {
      await cancel(id)
      return { result: {}, takeBack: async () => void takenBack.push(id) }
    },
  })
  await expect.poll(() => begun, { timeout: 5000 }).toEqual([cancelled])
  await cancel(cancelled)
  const next = await addJob(database.store, 'endless')
  await expect.poll(() => begun, { timeout: 5000 }).toEqual([cancelled, next])
  await cancel(next)
  await expect.poll(() => takenBack, { timeout: 5000 }).toEqual([late])
  expect([await stateOf(cancelled), await stateOf(late)]).toEqual(['CANCELLED', 'CANCELLED'])
})

test('a job that cannot be done says why; one that fails is tried three times', async () => {
  const attempts: number[] = []
  await work({
    impossible: () => Promise.reject(new JobFailed('There is no room.')),
    broken: ({ attempt }) => {
      attempts.push(attempt)
      return Promise.reject(new Error('secret words'))
    },
  })
  const impossible = await addJob(database.store, 'impossible')
  await until(impossible, 'FAILED')
  expect(await jobOf(database.store, impossible)).toMatchObject({ error: 'There is no room.', attempts: 1 })
  const unknown = await addJob(database.store, 'unknown')
  await until(unknown, 'FAILED')
  const broken = await addJob(database.store, 'broken')
  // The queue waits longer after each failure; here it is told not to.
  const atOnce = async () => {
    await database.store.database.pool.query('UPDATE graphile_worker._private_jobs SET run_at = now()')
    return await stateOf(broken)
  }
  await expect.poll(atOnce, { timeout: 20_000 }).toBe('FAILED')
  expect(attempts).toEqual([1, 2, 3])
  expect((await jobOf(database.store, broken)).error).toBe(
    'It failed 3 times; the log of the server says why.',
  )
})

test('a worker whose session is gone is told so, and its jobs are done by the next; while it lives they are left to it', async () => {
  const [id, other] = [
    await addJob(database.store, 'endless'),
    await addJob(database.store, 'endless', { by: 'ben' }),
  ]
  const { kinds, begun: held } = endless()
  let lost = 0
  await work(kinds, { onLost: () => void lost++ })
  await expect.poll(() => held.toSorted(), { timeout: 20_000 }).toEqual([id, other].toSorted())
  const { pool } = database.store.database
  const { rows: sessions } = await pool.query<{ pid: number }>(
    `SELECT DISTINCT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database
      WHERE datname = current_database() AND locktype = 'advisory' AND classid = 1668246640`,
  )
  const begun: string[] = []
  const finish: JobKinds = {
    endless: async (run) => {
      begun.push(`${run.id} ${run.attempt}`)
      return nothing
    },
  }
  await work(finish, { sweepEveryMs: 100 })
  // Its locks are held, so nothing of it is taken while it lives, however often the queue is looked through.
  const idle = await addJob(database.store, 'endless', { by: 'cy' })
  await until(idle, 'FINISHED')
  expect([await stateOf(id), await stateOf(other)]).toEqual(['PROCESSING', 'PROCESSING'])
  const locked = 'SELECT FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL'
  expect((await pool.query(locked)).rowCount).toBe(2)
  expect(await takeJob(database.store.db, { id, worker: 'another' })).toBeUndefined()
  // As when it is killed: PostgreSQL frees the locks of a session that is gone.
  for (const { pid } of sessions) await pool.query('SELECT pg_terminate_backend($1)', [pid])
  await expect.poll(() => lost, { timeout: 5000 }).toBe(1)
  await until(id, 'FINISHED')
  await until(other, 'FINISHED')
  expect(begun.toSorted()).toEqual([`${id} 2`, `${other} 2`, `${idle} 1`].toSorted())
})

async function cancel(id: string): Promise<void> {
  await database.store.db
    .updateTable('job')
    .set({ state: 'CANCELLED', worker: null, ended_at: new Date().toISOString() })
    .where('id', '=', id)
    .execute()
}
