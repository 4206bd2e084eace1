import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let key: string
const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:30:00Z`
const full = 'Mailbox 7 is full'

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  key = await server.key('activity:read')
  const { db } = server.database.store
  await insertEvents(db, [
    anEvent({
      policy_task: '1',
      state: 'ERRORED',
      started_at: at(1),
      messages: [full],
      identity_name: 'ADA',
    }),
    anEvent({
      policy_task: '2',
      state: 'ERRORED',
      started_at: at(3),
      messages: [full],
      identity_name: 'Ada',
    }),
    anEvent({
      policy_task: '3',
      state: 'ERRORED',
      started_at: at(3),
      messages: ['Timeout'],
      policy_name: 'Staff',
    }),
    anEvent({ policy_task: '4', started_at: at(4), messages: [full], workflow_name: 'Mover' }),
    anEvent({ policy_task: '5', state: 'SCHEDULED', started_at: null, completed_at: null }),
  ])
  await sql`INSERT INTO cause (cause_id, text, shared) VALUES ('c', 'Mailbox is full', '{}')`.execute(db)
  await sql`UPDATE action_event SET cause_id = 'c' WHERE state = 'ERRORED' AND messages[1] = ${full}`.execute(
    db,
  )
})
afterAll(() => server.close())

async function ask(what: 'summary' | 'values', query: Record<string, string>): Promise<unknown> {
  const { status, body } = await server.get(
    `/app/v1/activity/events:${what}?${new URLSearchParams(query)}`,
    key,
  )
  expect(status, JSON.stringify(body)).toBe(200)
  return (body as { value: unknown }).value
}

const whole = { whole: true, from: null }
const counts = (of: Record<string, number>) => Object.entries(of).map(([value, count]) => ({ value, count }))

test('a summary counts by time, state and type, what has not started apart, each without the clause on itself', async () => {
  expect(await ask('summary', { filter: 'state eq "ERRORED" or state eq "SCHEDULED"' })).toEqual({
    covers: whole,
    bar_seconds: 300,
    bars: [
      { at: at(1), states: counts({ ERRORED: 1 }) },
      { at: at(3), states: counts({ ERRORED: 2 }) },
    ],
    untimed: counts({ SCHEDULED: 1 }),
    state: counts({ ERRORED: 3, COMPLETED: 1, SCHEDULED: 1 }),
    action_type: counts({ SYNC_IDENTITIES: 4 }),
  })
})

test('of one cause its failed events are counted', async () => {
  expect(await ask('summary', { cause: 'c' })).toMatchObject({ state: counts({ ERRORED: 2 }), untimed: [] })
  expect(await ask('values', { cause: 'c', field: 'identity_name' })).toMatchObject({
    values: [{ count: 2 }],
  })
})

test('a text in messages is counted within the states that the filter names', async () => {
  const query = { message: 'FULL', filter: 'state eq "ERRORED"' }
  expect(await ask('summary', query)).toMatchObject({ state: counts({ ERRORED: 2 }) })
  expect(await ask('values', { ...query, field: 'workflow_name' })).toMatchObject({
    values: [{ value: 'Joiner', count: 2 }],
  })
})

test('values are those that a filter tells apart, each as its newest event has it, policies with their newest name', async () => {
  expect(
    await ask('values', { field: 'identity_name', holds: 'ADA', filter: `workflow_name eq "Joiner"` }),
  ).toEqual({
    covers: whole,
    values: [
      { value: 'Ada', label: 'Ada', count: 2 },
      { value: 'Ada Lovelace', label: 'Ada Lovelace', count: 2 },
    ],
    others: 0,
  })
  expect(await ask('values', { field: 'policy_id', holds: 'WORK' })).toMatchObject({
    values: [{ value: 'policy-1', label: 'Workforce', count: 5 }],
  })
})

test('a filter that cannot be read, and a text in messages without a bound, are refused', async () => {
  for (const query of [{ filter: 'state eq' }, { message: 'full' }]) {
    const { status } = await server.get(`/app/v1/activity/events:summary?${new URLSearchParams(query)}`, key)
    expect(status).toBe(400)
  }
})
