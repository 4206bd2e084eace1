import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { missedEvents, removeAged } from './aged.ts'
import { startReviewJobs } from '../../../jobs/review-jobs.ts'

const now = new Date('2026-11-28T12:00:00Z')
const quiet = { info: () => undefined, warn: () => undefined }

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterEach(() => database.drop())
const db = () => database.store.db

const ago = (days: number) => new Date(now.getTime() - days * 24 * 3600 * 1000).toISOString()
const insertKey = (key: string, days: number) =>
  sql`INSERT INTO operation_key VALUES ('ana', ${key}, '', 2, ${ago(days)})`.execute(db())
/** So many events of that age; their ids go on from the ones before. */
const insertEvents = (days: number, count = 1) =>
  sql`INSERT INTO outbox_event (certification, kind, at)
    SELECT 1, 'result_changed', ${ago(days)}::timestamptz FROM generate_series(1, ${count}::integer)`.execute(
    db(),
  )
const insertReader = (name: string, passed: number) =>
  sql`INSERT INTO event_reader (name, passed) VALUES (${name}, ${passed})`.execute(db())
const keys = async () =>
  (await sql<{ key: string }>`SELECT key FROM operation_key ORDER BY key`.execute(db())).rows.map(
    ({ key }) => key,
  )
const events = async () =>
  (await sql<{ id: string }>`SELECT id FROM outbox_event ORDER BY id`.execute(db())).rows.map(({ id }) =>
    Number(id),
  )
const missed = async () =>
  (await sql`SELECT name, missed::integer AS missed FROM event_reader ORDER BY name`.execute(db())).rows

test('T38 keys go when they are older than 30 days', async () => {
  await insertKey('a month', 30)
  await insertKey('older', 30.001)
  await removeAged(db(), now, quiet)
  expect(await keys()).toEqual(['a month'])
})

test('T38 without a reader events go after 90 days', async () => {
  for (const days of [181, 90.001, 90, 1]) await insertEvents(days)
  await removeAged(db(), now, quiet)
  expect(await events()).toEqual([3, 4])
})

test('T38 an event that a reader has not passed stays for 180 days', async () => {
  for (const days of [179, 120, 91, 89]) await insertEvents(days)
  await insertReader('mail', 4)
  await insertReader('tickets', 2)
  await removeAged(db(), now, quiet)
  expect(await events()).toEqual([3, 4])
  expect(await missed()).toEqual([
    { name: 'mail', missed: 0 },
    { name: 'tickets', missed: 0 },
  ])
})

test('T38 after 180 days it goes in any case, and each reader is told how many it missed', async () => {
  for (const days of [200, 181, 180.001, 180, 100]) await insertEvents(days)
  await insertReader('mail', 5)
  await insertReader('tickets', 1)
  await insertReader('new', 0)
  await removeAged(db(), now, quiet)
  await removeAged(db(), now, quiet)
  expect(await events()).toEqual([4, 5])
  expect(await missed()).toEqual([
    { name: 'mail', missed: 0 },
    { name: 'new', missed: 3 },
    { name: 'tickets', missed: 2 },
  ])
})

test('T38 who runs the server is warned once of what each reader missed, with all statements together', async () => {
  const warned: string[] = []
  const log = { warn: (line: string) => void warned.push(line) }
  await insertEvents(200, 12_000)
  await insertReader('mail', 12_000)
  await insertReader('tickets', 11_999)
  await insertReader('new "one"', 0)
  await removeAged(db(), now, log)
  const why = 'event_reader.missed counts them.'
  expect(warned.toSorted()).toEqual([
    `1 event older than 180 days went before the reader "tickets" had passed them; ${why}`,
    String.raw`12,000 events older than 180 days went before the reader "new \"one\"" had passed them; ${why}`,
  ])
  await removeAged(db(), now, log)
  expect(warned).toHaveLength(2)
  expect(await missedEvents(db())).toEqual([
    { reader: 'mail', events: 0 },
    { reader: 'new "one"', events: 12_000 },
    { reader: 'tickets', events: 1 },
  ])
})

test('T38 more than one statement removes all go, and several servers count each event once', async () => {
  await insertEvents(200, 12_000)
  await insertEvents(1)
  await insertReader('mail', 11_000)
  await Promise.all([removeAged(db(), now, quiet), removeAged(db(), now, quiet)])
  expect(await events()).toEqual([12_001])
  expect(await missed()).toEqual([{ name: 'mail', missed: 1000 }])
})

test('T38 the background jobs do it', async () => {
  await insertKey('older', 31)
  await insertEvents(91)
  await insertEvents(181)
  await insertReader('mail', 1)
  const warn = vi.fn()
  await startReviewJobs(database.store, () => now, { ...quiet, warn }).stop()
  expect({ keys: await keys(), events: await events() }).toEqual({ keys: [], events: [] })
  expect(warn.mock.calls).toEqual([[expect.stringContaining('1 event older than 180 days')]])
})
