import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { importAccess, rowsOf } from './import-access.test-helper.ts'

let database: TestDatabase
const twin = { ...aUser('rita2', 'OktaUser'), email: 'Rita@example.com' }
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(database.store.db, [aUser('rita'), aUser('mia')], ['reviewer'])
})
afterEach(() => database.drop())

const file = (...lines: readonly string[]) =>
  `source_type,source_id,destination_type,destination_id,source_manager,reviewers\n${lines.join('\n')}\n`
const both = 'OktaUser rita2 or localCookieUser rita'

test('T20 lines that name somebody by an email of two people are rejected with both ids', async () => {
  await insertPeople(database.store.db, [twin], ['operator'])
  const { told, rejected, id } = await importAccess(
    database,
    file(
      'User,a,Role,r,,RITA@example.com',
      'User,b,Role,r,rita@example.com,mia',
      'User,c,Role,r,mia,rita',
      'User,d,Role,r,,mia',
      'User,d,Role,r,,rita@example.com',
    ),
  )
  expect(told).toContain('5 lines: 0 merged into others, 4 rejected, 1 row.')
  const alone = `names somebody who may be ${both}`
  expect(rejected.map(({ line, field, error }) => [line, field, error])).toEqual([
    [2, 'reviewers', alone],
    [3, 'source_manager', alone],
    [
      5,
      'reviewers',
      expect.stringContaining(`the lines 5, 6 are one row, which names somebody who may be ${both}`),
    ],
    [6, 'reviewers', expect.stringContaining('the lines 5, 6 are one row')],
  ])
  expect(await rowsOf(database, id)).toMatchObject([{ row: 'c r', reviewers: ['mia', 'rita'] }])
})

test('T20 of several people in a field the rejected line names the one that is ambiguous, as the file writes it', async () => {
  await insertPeople(database.store.db, [twin], ['operator'])
  const { rejected } = await importAccess(
    database,
    file('User,a,Role,r,,mia;RITA@example.com', 'User,b,Role,r,,mia', 'User,b,Role,r,Rita@example.com,mia'),
  )
  expect(rejected).toMatchObject([
    { line: 2, field: 'reviewers', value: 'RITA@example.com' },
    { line: 3, field: 'source_manager', value: 'Rita@example.com' },
    { line: 4, field: 'source_manager', value: 'Rita@example.com' },
  ])
})

test.each([
  ['only reads', ['auditor'] as const],
  ['has no role', [] as const],
])('T20 another person of that email who %s does not make it ambiguous', async (_, roles) => {
  await insertPeople(database.store.db, [{ ...twin, user_type: 'A' }], [...roles])
  const { told, id } = await importAccess(database, file('User,a,Role,r,,rita@example.com'))
  expect(told).toBe('1 line: 0 merged into others, 0 rejected, 1 row.')
  expect(await rowsOf(database, id)).toMatchObject([{ reviewers: ['rita'] }])
})

test.each([
  ['only reads', ['auditor'] as const, ''],
  ['has no role', [] as const, ''],
  [
    'is denied',
    ['reviewer'] as const,
    `INSERT INTO denied_reviewer (user_type, id) VALUES ('OktaUser', 'rita2')`,
  ],
])('T20 --reviewer is not ambiguous for another person of that email who %s', async (_, roles, more) => {
  await insertPeople(database.store.db, [twin], [...roles])
  if (more !== '') await sql.raw(more).execute(database.store.db)
  const { exit, id } = await importAccess(database, file('User,a,Role,r,,'), {
    args: ['--reviewer', 'rita@example.com'],
  })
  expect(exit).toBe(0)
  expect(await rowsOf(database, id)).toMatchObject([{ reviewers: ['rita'] }])
})

test('T20 nor does one on the deny list', async () => {
  await insertPeople(database.store.db, [twin], ['reviewer'])
  await sql`INSERT INTO denied_reviewer (user_type, id) VALUES ('OktaUser', 'rita2')`.execute(
    database.store.db,
  )
  expect(await importAccess(database, file('User,a,Role,r,,rita@example.com'))).toMatchObject({ exit: 0 })
})

test('T20 --reviewer with an email of two people makes nothing', async () => {
  await insertPeople(database.store.db, [twin], ['reviewer'])
  const refused = await importAccess(database, file('User,a,Role,r,,'), {
    args: ['--reviewer', 'mia', '--reviewer', 'rita@example.com'],
  })
  expect(refused).toMatchObject({ exit: 2, told: `--reviewer number 2 may be ${both}. Say the id of one.` })
})
