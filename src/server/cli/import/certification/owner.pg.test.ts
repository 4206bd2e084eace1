import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { importAccess } from './import-access.test-helper.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertPeople(db, [aUser('rita')], ['reviewer'])
  await insertPeople(db, [aUser('olga'), aUser('oskar')], ['operator'])
})
afterEach(() => database.drop())

const file = (...ids: readonly string[]) =>
  `source_type,source_id,destination_type,destination_id,source_manager\n${ids.map((id) => `User,${id},Role,r,rita\n`).join('')}`
const table = async <T>(text: string) => (await sql.raw<T>(text).execute(database.store.db)).rows
const people = () =>
  table(`SELECT w.creator->>'id' AS workflow, w.owner->>'id' AS owner, c.creator->>'name' AS certification
    FROM workflow AS w JOIN certification AS c USING (workflow_id)`)
const importFile = (content: string, ...args: readonly string[]) => importAccess(database, content, { args })

test('T16 the entries of one import rise strictly in time, and are those of the server', async () => {
  await importFile(file('a', 'b', 'c'))
  const log = await table<{ at: string; actor: string; via: string }>(
    `SELECT at, actor->>'name' AS actor, via FROM result_log ORDER BY seq`,
  )
  const times = log.map(({ at }) => at)
  expect(times).toHaveLength(3)
  expect(times).toEqual([...new Set(times)].toSorted())
  expect(log.map(({ actor, via }) => [actor, via])).toEqual(log.map(() => ['Countersign', 'job']))
  expect(await table('SELECT log_time, log_seq FROM certification')).toEqual([
    { log_time: times.at(-1), log_seq: '3' },
  ])
})

test('T16 an import without --owner is the server’s, and says so until somebody owns the workflow', async () => {
  expect(await importFile(file('a'))).toMatchObject({ exit: 0, ownerless: true })
  expect(await people()).toEqual([{ workflow: 'system', owner: null, certification: 'Countersign' }])
  expect(await importFile(file('a'), '--owner', 'olga')).toMatchObject({ exit: 0, ownerless: false })
  expect(await people()).toEqual([{ workflow: 'olga', owner: 'olga', certification: 'Countersign' }])
  expect(await importFile(file('b'), '--name', 'next')).toMatchObject({ ownerless: false })
})

test('T16 --owner owns and created a new workflow and its certification', async () => {
  expect(await importFile(file('a'), '--owner', 'OLGA@example.com')).toMatchObject({ ownerless: false })
  expect(await people()).toEqual([{ workflow: 'olga', owner: 'olga', certification: 'olga' }])
})

test('T16 a workflow of the local auditor gets an owner too', async () => {
  const local = JSON.stringify({
    user_type: 'localCookieUser',
    id: 'local',
    email: '',
    name: 'local auditor',
  })
  await table(`INSERT INTO workflow (workflow_id, name, creator, owner, created_at)
    VALUES ('w', 'W', '${local}', '${local}', '2026-01-01T00:00:00Z')`)
  expect(await importFile(file('a'))).toMatchObject({ ownerless: true })
  expect(await importFile(file('b'), '--name', 'N', '--owner', 'olga')).toMatchObject({ ownerless: false })
})

test('T16 no row goes to the server where nobody else is left', async () => {
  await importFile(file('a').replace('rita', 'nobody'))
  expect(await table('SELECT reviewers FROM result')).toEqual([{ reviewers: [] }])
})

test.each([
  ['who is unknown', 'x@example.com', 'no admin or operator'],
  ['who is a reviewer', 'rita', 'no admin or operator'],
])('T16 an owner %s is refused, and nothing is made', async (_, owner, message) => {
  const refused = await importFile(file('a'), '--owner', owner)
  expect(refused).toMatchObject({ exit: 2, told: expect.stringContaining(message) as string })
  expect(await table('SELECT name FROM workflow')).toEqual([])
})

test('T16 a workflow of somebody does not change hands', async () => {
  await importFile(file('a'), '--owner', 'olga')
  const refused = await importFile(file('b'), '--name', 'N', '--owner', 'oskar')
  expect(refused).toMatchObject({ exit: 2, told: expect.stringContaining('another person') as string })
})

test('T16 an owner of two people is refused with both ids', async () => {
  await insertPeople(database.store.db, [{ ...aUser('olga2'), email: 'olga@example.com' }], ['admin'])
  const refused = await importFile(file('a'), '--owner', 'olga@example.com')
  expect(refused).toMatchObject({ exit: 2, told: expect.stringContaining('localCookieUser olga2') as string })
})
