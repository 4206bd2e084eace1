import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import type { Filter } from '#scim/ast.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { fillCauses } from './fill-causes.ts'
import { readBoard } from './read-board.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())
afterEach(() => sql`TRUNCATE action_event, cause`.execute(database.store.db))

async function causeOf(times: readonly string[], filter?: Filter) {
  const { store } = database
  const failed = { state: 'ERRORED', messages: ['error code 429'] }
  await insertEvents(
    store.db,
    times.map((started_at, at) => anEvent({ ...failed, policy_task: `task ${at}`, started_at })),
  )
  await fillCauses(store)
  const { board } = await readBoard(store.db, { filter }, 3)
  const [cause] = board.causes
  return { bar_seconds: board.bar_seconds, bars: cause?.bars, from: cause?.first_at, to: cause?.last_at }
}

const edges = ['1677-09-21T00:12:43.145224192Z', '2262-04-11T23:47:16.854775806Z'] as const

test('bars reach from the first time that can be stored to the last', async () => {
  const { bars, bar_seconds, from, to } = await causeOf([...edges, '2026-11-20T10:00:00Z'])
  expect([from, to, bar_seconds]).toEqual([...edges, 3650 * 86_400])
  expect(bars).toEqual([
    { at: '1669-12-16T00:00:00Z', count: 1 },
    { at: '2019-09-23T00:00:00Z', count: 1 },
    { at: '2259-07-27T00:00:00Z', count: 1 },
  ])
})

test.each([
  ['1677-09-21T00:12:43.2Z', '1677-09-21T00:12:00Z'],
  ['2262-04-11T23:47:16.8Z', '2262-04-11T23:47:00Z'],
  ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:00Z'],
])('an event of %s stands in the bar of %s', async (time, at) => {
  expect(await causeOf([time])).toEqual({
    bar_seconds: 60,
    bars: [{ at, count: 1 }],
    from: time,
    to: time,
  })
})

test('a filter from long ago makes bars wide', async () => {
  const since: Filter = {
    kind: 'cmp',
    path: { name: 'started_at' },
    op: 'ge',
    value: '1700-01-01T00:00:00Z',
  }
  expect((await causeOf(['2026-11-20T10:00:00Z'], since)).bar_seconds).toBe(3650 * 86_400)
})

test('a filter with both ends gives the bars of failures at many places one width', async () => {
  const failed = { state: 'ERRORED', messages: ['error code 429'], started_at: '2026-11-20T10:00:00Z' }
  const places = ['here', 'there'].map((name) => anEvent({ ...failed, policy_task: name, action_name: name }))
  const { store } = database
  await insertEvents(store.db, places)
  await fillCauses(store)
  const path = { name: 'started_at' }
  const filter: Filter = {
    kind: 'and',
    filters: [
      { kind: 'cmp', path, op: 'ge', value: '2026-11-20T00:00:00Z' },
      { kind: 'cmp', path, op: 'lt', value: '2026-11-21T00:00:00Z' },
    ],
  }
  const { board } = await readBoard(store.db, { filter }, 3)
  expect(board.bar_seconds).toBe(3600)
  expect(board.causes[0]?.bars).toEqual([{ at: '2026-11-20T10:00:00Z', count: 2 }])
})
