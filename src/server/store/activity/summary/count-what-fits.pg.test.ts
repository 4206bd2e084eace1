import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { createRandom } from '#testing/random.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { matchedBy } from '../../../event-selection.ts'
import { countWhatFits } from './count-what-fits.ts'
import type { Schema } from '../../database/schema.ts'
import { summarizeEvents } from './summarize-events.ts'
import { withinLimits } from './within-limits.ts'

const random = createRandom(20_261_130)
const last = Date.parse('2026-11-20T10:00:00Z')
const dayMs = 86_400_000
/** From 40 days before the last on; the first have not started. */
const rows = awkwardEvents(400, random).map((event, index) => ({
  ...event,
  started_at: index < 20 ? null : new Date(last - (index - 20) * 0.1 * dayMs).toISOString(),
}))
let database: TestDatabase
const db = () => database.store.db
const limits = (ms: number) => ({ ms, signal: new AbortController().signal })

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertEvents(db(), rows)
})
afterAll(() => database.drop())

test('what takes too long is counted for the newest days that do not, and these are named', async () => {
  const asked: (string | null)[] = []
  const counted = await countWhatFits(db(), limits(100), undefined, async (trx, { covers, condition }) => {
    asked.push(covers.from)
    if (asked.length < 4) await sql`SELECT pg_sleep(60)`.execute(trx)
    const { rows: counts } = await sql<{ count: number }>`SELECT count(*)::integer AS count FROM action_event
      WHERE ${condition}`.execute(trx)
    return { covers, count: counts[0]?.count }
  })
  const from = new Date(last - 7 * dayMs).toISOString()
  // All is less than 90 days.
  const days = [30, 14, 7].map((count) => new Date(last - count * dayMs).toISOString().replace('.000Z', 'Z'))
  expect(asked).toEqual([null, ...days])
  expect(counted).toEqual({
    covers: { whole: false, from: days.at(-1) },
    count: rows.filter(({ started_at }) => started_at !== null && started_at >= from).length,
  })
})

test('where even a day takes too long the answer says what to do', async () => {
  const counted = countWhatFits(db(), limits(50), undefined, (trx) => sql`SELECT pg_sleep(60)`.execute(trx))
  const resolution = expect.stringContaining('Narrow the filter')
  await expect(counted).rejects.toMatchObject({ problem: { code: 'InvalidArgument', resolution } })
})

test('a summary that takes too long is one of the newest days', async () => {
  const blocker = await database.store.database.openClient('summary test')
  try {
    await blocker.query('BEGIN')
    // Only the whole is counted by hours.
    await blocker.query('LOCK TABLE event_hour')
    const { covers, untimed } = await summarizeEvents(db(), matchedBy(undefined), limits(1_000))
    expect(covers).toEqual({ whole: false, from: '2026-10-21T10:00:00Z' })
    expect(untimed).toEqual([])
  } finally {
    await blocker.end()
  }
})

test('what nobody waits for any more is counted no longer, and nothing less in its place', async () => {
  const gone = new AbortController()
  let begun = 0
  const counted = countWhatFits(db(), { ms: 60_000, signal: gone.signal }, undefined, async (trx) => {
    begun++
    setImmediate(() => gone.abort())
    await sql`SELECT pg_sleep(5)`.execute(trx)
  })
  await expect(counted).rejects.toMatchObject({ code: '57014' })
  expect(begun).toBe(1)
})

test('that a count could not be cancelled is told, and it ends by its limit', async () => {
  const gone = new AbortController()
  const told: string[] = []
  const away = {
    transaction: () => db().transaction(),
    getExecutor() {
      throw new Error('the database is away')
    },
  } as unknown as Kysely<Schema>
  const limits = { ms: 300, signal: gone.signal, log: { warn: (text: string) => told.push(text) } }
  const counted = withinLimits(away, limits, async (trx) => {
    setImmediate(() => gone.abort())
    await sql`SELECT pg_sleep(5)`.execute(trx)
  })
  await expect(counted).rejects.toMatchObject({ code: '57014' })
  expect(told).toEqual(['A count that nobody waits for could not be cancelled: the database is away'])
})
