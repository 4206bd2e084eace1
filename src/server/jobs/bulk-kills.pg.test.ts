import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { bulkRuns } from '#testing/bulk-runs.ts'
import { startProgram } from '#testing/programs.ts'
import {
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { startWorker } from './worker.ts'

const rows = 2100
/** So many are changed at first, and 500 each time after. */
const firstRows = 50
const ana = aUser('ana')
const asAna = anActor(ana, ['reviewer'])

const log = { info: () => undefined, warn: () => undefined }

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertPeople(db, [ana], ['reviewer'])
  await insertWorkflow(db, { workflow_id: 'w' })
  await insertCertification(
    db,
    { certification_id: 'c', workflow_id: 'w' },
    Array.from({ length: rows }, () => aRow({ reviewers: [ana] })),
  )
})
afterAll(() => server.close())

/** Keeps everybody from changing a row, until it is called off. */
async function hold(result_id: number): Promise<() => Promise<void>> {
  const client = await server.database.store.database.openClient('test')
  await client.query('BEGIN')
  await client.query('SELECT FROM result WHERE result_id = $1 FOR UPDATE', [result_id])
  let held = true
  const release = async () => {
    if (held) await client.end()
    held = false
  }
  onTestFinished(release)
  return release
}

const ended = async () => {
  const { rows: counted } = await sql<{ ended: number }>`
    SELECT count(outcome)::integer AS ended FROM bulk_row`.execute(server.database.store.db)
  return counted[0]?.ended
}

test('a change of many rows goes on where it was each time that its worker is killed', async () => {
  const runs = bulkRuns(server.database, () => new Date())
  const input = { choice: {}, change: { decision: 'RESULT_DECISION_ACCEPTED' as const } }
  const bulk = await runs.preview(asAna, 'c', input)
  let release = await hold(600)
  await runs.start(asAna, bulk)
  const program = startProgram(server)
  // More often than a job is tried that does not get on.
  for (const [kills, next] of [1100, 1600, undefined].entries()) {
    await expect.poll(ended, { timeout: 20_000 }).toBe(firstRows + 500 * (kills + 1))
    const free = release
    if (next !== undefined) release = await hold(next)
    await program.killWorker()
    await free()
  }
  const state = async () => (await runs.find(asAna, bulk)).state
  await expect.poll(state, { timeout: 20_000 }).toBe('DONE')
  expect((await runs.find(asAna, bulk)).outcomes).toEqual([{ of: 'DONE', rows }])
  const { rows: counted } = await sql`SELECT total_accepted_count AS counted, log_seq::integer AS entries,
      (SELECT count(*)::integer FROM result WHERE decision = 'RESULT_DECISION_ACCEPTED' AND version = 2) AS decided,
      (SELECT count(DISTINCT result_id)::integer FROM result_log) AS logged,
      (SELECT count(*)::integer FROM outbox_event) AS events FROM certification`.execute(
    server.database.store.db,
  )
  expect(counted).toEqual([{ counted: rows, entries: rows, decided: rows, logged: rows, events: rows }])
})

test.each(['FAILED', 'CANCELLED'])(
  'one whose job is over as %s is over: what is done stays, the rest is not run',
  async (state) => {
    const runs = bulkRuns(server.database, () => new Date())
    const input = { choice: {}, change: { notes: state } }
    const bulk = await runs.preview(asAna, 'c', input)
    await runs.start(asAna, bulk)
    await runs.step(asAna, bulk)
    await sql`UPDATE job SET state = ${state}, ended_at = now() WHERE ended_at IS NULL`.execute(
      server.database.store.db,
    )
    const worker = await startWorker(server.database.store, { kinds: {}, log, onLost: () => undefined })
    await worker.stop()
    expect((await runs.find(asAna, bulk)).state).toBe(state)
    expect((await runs.find(asAna, bulk)).outcomes).toEqual([
      { of: 'NOT_RUN', rows: rows - firstRows },
      { of: 'DONE', rows: firstRows },
    ])
  },
)
