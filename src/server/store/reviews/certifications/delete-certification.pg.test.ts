import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import {
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { getCertification, listCertifications } from './certification-reads.ts'
import { localReviews } from '../../../local-backend.ts'
import { getResult } from '../results/result-rows.ts'

const now = new Date('2026-03-02T10:00:00Z')
const root = aUser('root')
const admin = anActor(root, ['admin'])
const operator = anActor(aUser('olga'), ['operator'])
const otherOperator = anActor(aUser('oskar'), ['operator'])
const reviewer = anActor(aUser('rita'), ['reviewer'])
const auditor = anActor(aUser('audrey'), ['auditor'])

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(database.store.db, [aUser('rita'), root], ['reviewer'])
  await insertWorkflow(database.store.db, { workflow_id: 'w1', creator: operator.user })
})
afterEach(() => database.drop())

const quiet = { info: () => undefined, warn: () => undefined }
const lifecycle = () => localReviews(database.store, () => now, quiet)
const insert = (given: object, rows = [aRow({ reviewers: [reviewer.user] })]) =>
  insertCertification(database.store.db, { certification_id: 'c1', workflow_id: 'w1', ...given }, rows)
const read = (actor = admin) => getCertification(database.store.db, actor, 'c1', new Date())
const refusedWith = (message: string) => ({
  problem: { message: expect.stringContaining(message) as string },
})

test.each([
  ['a draft', { published: false }, undefined],
  ['one that failed', { state: 'CERT_STATE_SEARCHING', error_reason: 'no access' }, []],
  ['an empty one', {}, []],
])('T18 %s that nobody has changed goes out of use, and all of it stays', async (_, given, rows) => {
  await insert(given, rows)
  await lifecycle().deleteCertification(operator, 'c1')
  expect(await read(operator)).toMatchObject({
    state: 'CERT_STATE_SUPERSEDED',
    superseded_at: now.toISOString(),
    superseded_by: { id: 'olga' },
    replaced_by: null,
  })
  const { rows: log } = await sql`SELECT kind, detail->'by'->>'id' AS by FROM outbox_event`.execute(
    database.store.db,
  )
  expect(log).toEqual([{ kind: 'certification_superseded', by: 'olga' }])
  await expect(lifecycle().deleteCertification(admin, 'c1')).rejects.toMatchObject(
    refusedWith('replaced or deleted already'),
  )
})

test('T18 a superseded one is there for admins and its operator, for nobody else', async () => {
  await insert({ published: false })
  await lifecycle().deleteCertification(admin, 'c1')
  for (const actor of [admin, operator]) {
    expect(await listCertifications(database.store.db, actor, undefined, new Date())).toHaveLength(1)
    expect(await getResult(database.store.db, actor, 'c1', 0)).toMatchObject({ result_id: 0 })
  }
  for (const actor of [reviewer, auditor, otherOperator]) {
    expect(await read(actor)).toBeUndefined()
    expect(await listCertifications(database.store.db, actor, undefined, new Date())).toEqual([])
    expect(await getResult(database.store.db, actor, 'c1', 0).catch(() => undefined)).toBeUndefined()
  }
})

test.each([
  ['a decision on a row', `UPDATE result SET version = 2`, 'Somebody has changed 1 of its rows'],
  ['its publication', `UPDATE certification SET published = true`, 'Only a draft'],
])('T18 is not deleted after %s', async (_, change, message) => {
  await insert({ published: false })
  await sql.raw(change).execute(database.store.db)
  await expect(lifecycle().deleteCertification(admin, 'c1')).rejects.toMatchObject(refusedWith(message))
  expect((await read())?.state).toBe('CERT_STATE_IN_PROGRESS')
})

test('T18 is not deleted after a change of its name, notes, due date or reviewers', async () => {
  await insert({ published: false })
  await lifecycle().updateCertification(admin, 'c1', { notes: 'mine' })
  await expect(lifecycle().deleteCertification(admin, 'c1')).rejects.toMatchObject(
    refusedWith('Somebody has changed its name, notes, due date or reviewers'),
  )
})

test("T18 others' are not there for an operator, and a reviewer deletes nothing", async () => {
  await insert({})
  for (const actor of [otherOperator, reviewer])
    await expect(lifecycle().deleteCertification(actor, 'c1')).rejects.toThrow()
  expect((await read())?.state).toBe('CERT_STATE_IN_PROGRESS')
})
