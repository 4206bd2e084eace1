import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { BulkInput } from '#contract/reviews/bulk.ts'
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
import { startReviewJobs } from '../../../jobs/review-jobs.ts'
import { keptPreviews } from './remove-previews.ts'

const [ana, bob] = [aUser('ana'), aUser('bob')]
const [asAna, asBob] = [anActor(ana, ['reviewer']), anActor(bob, ['reviewer'])]
const start = new Date('2026-03-02T10:00:00Z')
const minute = 60_000
const input: BulkInput = { choice: {}, change: { notes: 'seen' } }
const quiet = { info: () => undefined, warn: () => undefined }

let database: TestDatabase
let now = start
let runs: ReturnType<typeof bulkRuns>
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  runs = bulkRuns(database, () => now)
  await insertPeople(database.store.db, [ana, bob], ['reviewer'])
  await insertWorkflow(database.store.db, { workflow_id: 'w' })
  const rows = [aRow({ reviewers: [ana, bob] }), aRow({ reviewers: [ana, bob] })]
  await insertCertification(database.store.db, { certification_id: 'c', workflow_id: 'w' }, rows)
})
afterAll(() => database.drop())
beforeEach(async () => {
  now = start
  await sql`TRUNCATE bulk, bulk_row, operation_key`.execute(database.store.db)
})

const kept = async () => {
  const { rows } = await sql<{ bulk_id: string; rows: number }>`SELECT bulk.bulk_id, count(*)::integer AS rows
    FROM bulk JOIN bulk_row ON bulk_row.bulk_id = bulk.bulk_id GROUP BY 1`.execute(database.store.db)
  return new Map(rows.map(({ bulk_id, rows: count }) => [bulk_id, count]))
}
const addKey = (key: string, bulk_id: string | null) =>
  sql`INSERT INTO operation_key (actor, key, fingerprint, version, bulk_id)
    VALUES ('user:localCookieUser:ana', ${key}, '', 1, ${bulk_id})`.execute(database.store.db)
const keys = async () => {
  const { rows } = await sql<{ key: string }>`SELECT key FROM operation_key ORDER BY key`.execute(
    database.store.db,
  )
  return rows.map(({ key }) => key)
}

test('a preview that was never run goes a day after it has expired, with its rows and key; what was started stays', async () => {
  const run = await runs.preview(asAna, 'c', input)
  await runs.run(asAna, run)
  const stopped = await runs.preview(asAna, 'c', input)
  await runs.cancel(asAna, stopped)
  const previewed = await runs.preview(asAna, 'c', { ...input, change: { notes: 'x' } })
  now = new Date(start.getTime() + minute)
  const newer = await runs.preview(asAna, 'c', { ...input, change: { notes: 'x' } })
  await addKey('of another change', null)
  await addKey('of what goes', previewed.bulk_id)
  await addKey('of what stays', newer.bulk_id)
  const tidy = (at: number) =>
    startReviewJobs(database.store, () => new Date(start.getTime() + at), quiet).stop()
  await tidy(24 * 60 * minute + 30 * minute)
  expect((await kept()).size).toBe(4)
  await tidy(24 * 60 * minute + 30 * minute + 1)
  expect(await kept()).toEqual(
    new Map([
      [run.bulk_id, 2],
      [newer.bulk_id, 2],
    ]),
  )
  expect(await keys()).toEqual(['of another change', 'of what stays'])
  const { rows: left } = await sql<{ rows: number }>`SELECT count(*)::integer AS rows FROM bulk_row`.execute(
    database.store.db,
  )
  expect(left).toEqual([{ rows: 4 }])
})

test('of previews that they have never run a person keeps the newest, and each that was started', async () => {
  const ofBob = await runs.preview(asBob, 'c', input)
  const run = await runs.preview(asAna, 'c', input)
  await runs.run(asAna, run)
  const made: string[] = []
  for (let at = 0; at < keptPreviews + 2; at += 1) {
    now = new Date(now.getTime() + 1_000)
    made.push((await runs.preview(asAna, 'c', { ...input, change: { notes: 'x' } })).bulk_id)
  }
  expect([...(await kept()).keys()].toSorted()).toEqual(
    [ofBob.bulk_id, run.bulk_id, ...made.slice(2)].toSorted(),
  )
})
