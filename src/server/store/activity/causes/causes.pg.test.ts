import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { startImport } from '../imports.ts'
import { fillCauses } from './fill-causes.ts'
import { readBoard } from './read-board.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

const failed = (policy_task: string, ...messages: string[]) =>
  anEvent({ policy_task, state: 'ERRORED', messages })
const db = () => database.store.db
const causes = async () =>
  (
    await sql<{ tasks: string[]; text: string; shared: (string | null)[] }>`SELECT cause.text, cause.shared,
      array_agg(policy_task ORDER BY policy_task) AS tasks FROM cause JOIN action_event USING (cause_id)
      GROUP BY cause.cause_id ORDER BY min(policy_task)`.execute(db())
  ).rows

test('events that failed have the cause of their first message as they are written, and no others have one', async () => {
  const id = await startImport(db(), { fileName: 'one.ndjson', demo: false })
  await insertEvents(
    db(),
    [
      failed('a', 'User "ana" is locked on host-7'),
      failed('b', 'User "bob" is locked on host-7'),
      failed('c', 'error, data 532'),
      failed('d', 'error, data 775'),
      anEvent({ policy_task: 'e', state: 'COMPLETED', messages: ['User "ana" is locked on host-7'] }),
    ],
    id,
  )
  await fillCauses(database.store)
  expect(await causes()).toEqual([
    { tasks: ['a', 'b'], text: 'User ⟨name⟩ is locked on ⟨id⟩', shared: [null, 'host-7'] },
    { tasks: ['c'], text: 'error, data 532', shared: [] },
    { tasks: ['d'], text: 'error, data 775', shared: [] },
  ])
})

test('what others write gets its cause from the worker, also after a change', async () => {
  await sql`UPDATE action_event SET messages = '{"error, data 532"}' WHERE policy_task = 'd'`.execute(db())
  await sql`UPDATE action_event SET state = 'ERRORED' WHERE policy_task = 'e'`.execute(db())
  await sql`UPDATE action_event SET state = 'COMPLETED' WHERE policy_task = 'a'`.execute(db())
  expect(await fillCauses(database.store)).toBe(2)
  expect((await causes()).map(({ tasks }) => tasks)).toEqual([
    ['b', 'e'],
    ['c', 'd'],
  ])
  expect(await fillCauses(database.store)).toBe(0)
})

test('and after a change of whom the event is about, whose name says nothing of the cause', async () => {
  const name = 'Maximiliana'
  await sql`UPDATE action_event SET messages = ARRAY[${`${name} is not here`}] WHERE policy_task = 'c'`.execute(
    db(),
  )
  await fillCauses(database.store)
  expect((await causes()).map(({ text }) => text)).toContain(`${name} is not here`)
  await sql`UPDATE action_event SET identity_name = ${name} WHERE policy_task = 'c'`.execute(db())
  expect(await fillCauses(database.store)).toBe(1)
  expect((await causes()).map(({ text }) => text)).toContain('⟨name⟩ is not here')
  const id = 'employee-of-the-month'
  const message = `There is no ${id} here`
  await sql`UPDATE action_event SET messages = ARRAY[${message}] WHERE policy_task = 'c'`.execute(db())
  await fillCauses(database.store)
  expect((await causes()).map(({ text }) => text)).toContain(message)
  await sql`UPDATE action_event SET identity_id = ${id} WHERE policy_task = 'c'`.execute(db())
  expect(await fillCauses(database.store)).toBe(1)
  expect((await causes()).map(({ text }) => text)).not.toContain(message)
})

test.each(['0-old', '99-newer'])(
  'causes that other rules have made, as %s, are unknown, and made anew',
  async (id) => {
    await sql`INSERT INTO cause VALUES (${id}, 'old', '{}')`.execute(db())
    await sql`UPDATE action_event SET cause_id = ${id} WHERE policy_task IN ('c', 'd')`.execute(db())
    const board = async () => (await readBoard(db(), { filter: undefined }, 3)).board
    expect(await board()).toMatchObject({ events: 4, unsorted: 2 })
    expect(await fillCauses(database.store)).toBe(2)
    expect(await board()).toMatchObject({ events: 4, unsorted: 0 })
    expect((await causes()).map(({ tasks }) => tasks)).toEqual([['b', 'e'], ['c'], ['d']])
    const { rows } = await sql`SELECT FROM cause WHERE cause_id = ${id}`.execute(db())
    expect(rows).toHaveLength(0)
  },
)
