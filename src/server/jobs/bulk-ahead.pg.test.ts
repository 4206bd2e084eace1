import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { bulkRuns } from '#testing/bulk-runs.ts'
import {
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { runBulk } from './bulk.ts'

const rows = 1600
const ana = aUser('ana')
const asAna = anActor(ana, ['reviewer'])
const clock = () => new Date()
const log = { info: () => undefined, warn: () => undefined }

let database: TestDatabase
const db = () => database.store.db
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(db(), [ana], ['reviewer'])
  await insertWorkflow(db(), { workflow_id: 'w' })
  await insertCertification(
    db(),
    { certification_id: 'c', workflow_id: 'w' },
    Array.from({ length: rows }, () => aRow({ reviewers: [ana] })),
  )
})
afterAll(() => database.drop())

/** How many connections have read rows as they were previewed, and rest since, while another waits to write. */
async function readers(): Promise<number> {
  const { rows: counted } = await sql<{ count: number }>`SELECT count(*)::integer FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'idle' AND query LIKE 'SELECT array_agg(result_id) AS ids%'
      AND EXISTS (SELECT FROM pg_stat_activity AS other WHERE other.datname = current_database() AND other.wait_event_type = 'Lock')`.execute(
    db(),
  )
  return counted[0]?.count ?? 0
}

test('the next rows are read while others are written; what changed between the two gets its one outcome later', async () => {
  const runs = bulkRuns(database, clock)
  const bulk = await runs.preview(asAna, 'c', {
    choice: {},
    change: { decision: 'RESULT_DECISION_ACCEPTED' },
  })
  await runs.start(asAna, bulk)
  const holder = await database.store.database.openClient('test')
  await holder.query('BEGIN')
  await holder.query('SELECT FROM result WHERE result_id = 0 FOR UPDATE')
  const run = { id: '', created_at: '', attempt: 1, signal: new AbortController().signal }
  const input = { bulk_id: bulk.bulk_id, via: 'session' }
  const job = runBulk(
    { store: database.store, log, clock },
    { ...run, maker: ana, input, progress: () => undefined },
  )
  await expect.poll(readers, { timeout: 10_000 }).toBe(1)
  await sql`UPDATE result SET notes = 'wait', version = version + 1 WHERE result_id = 700`.execute(db())
  await sql`UPDATE result SET notification_status = 'SUCCESS', version = version + 1 WHERE result_id = 701`.execute(
    db(),
  )
  await holder.end()
  await job
  const { state, outcomes } = await runs.find(asAna, bulk)
  expect(state).toBe('DONE')
  expect(outcomes).toEqual([
    { of: 'DONE', rows: rows - 1 },
    { of: 'CONFLICT', rows: 1 },
  ])
  const { rows: counted } = await sql`SELECT total_accepted_count AS counted, log_seq::integer AS entries,
      (SELECT count(*)::integer FROM result WHERE decision = 'RESULT_DECISION_ACCEPTED') AS decided,
      (SELECT count(DISTINCT result_id)::integer FROM result_log) AS logged FROM certification`.execute(db())
  expect(counted).toEqual([{ counted: rows - 1, entries: rows - 1, decided: rows - 1, logged: rows - 1 }])
})
