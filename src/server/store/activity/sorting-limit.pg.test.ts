import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { limitedOrders, maxSortedEvents } from '#contract/fields.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

const path = '/api/private/lifecycle_management/action_events'
let server: TestServer
let key: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  key = await server.key('activity:read', 'activity:export')
  await insertEvents(1, maxSortedEvents)
}, 60_000)
afterAll(() => server.close())

/** Events whose tasks and ids are numbers. */
async function insertEvents(from: number, to: number): Promise<void> {
  await server.database.store.db.transaction().execute(async (db) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(db)
    await sql`INSERT INTO action_event (policy_task, action_name, action_type, state, identity_id, import_id)
      SELECT n, 'Sync', 'SYNC_IDENTITIES', 'COMPLETED', n % 7, 0
      FROM generate_series(${from}::int, ${to}::int) AS n`.execute(db)
  })
}

const list = (order_by: string, more: Readonly<Record<string, string>> = {}) =>
  server.get(`${path}?${new URLSearchParams({ order_by, ...more })}`, key)

test('sorts as many events as it says, and no more; a page that goes on is not counted again', async () => {
  for (const field of limitedOrders) expect((await list(field)).status, field).toBe(200)
  const first = await list('identity_id desc')
  const { next_page_token: page_token } = first.body as { next_page_token: string }

  await insertEvents(maxSortedEvents + 1, maxSortedEvents + 1)
  for (const field of limitedOrders) {
    const { status, body } = await list(field)
    const { violations, resolution } = readFailure(status, body)
    const description = `Sorting by ${field} takes at most 50,000 matching events, and there are more.`
    expect([status, violations]).toEqual([400, [{ field: 'order_by', description }]])
    expect(resolution).toContain('Narrow the filter or the time range')
  }
  expect((await list('identity_id desc', { page_token })).status).toBe(200)
  expect((await list('identity_name')).status).toBe(200)
  expect((await list('policy_task', { filter: 'identity_id eq "3"' })).status).toBe(200)
})

test('files are sorted as lists are', async () => {
  const headers = { authorization: `Bearer ${key}` }
  const make = (body: object) => server.send('POST', `${path}:export`, headers, body)
  expect((await make({ order_by: 'policy_task' })).status).toBe(400)
  expect((await make({ order_by: 'policy_task', filter: 'identity_id eq "3"' })).status).toBe(200)
})
