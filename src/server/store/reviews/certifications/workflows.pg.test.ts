import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { anActor, aUser, insertWorkflow } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { listSnapshots, listWorkflows } from './workflows.ts'

const operator = anActor(aUser('olga'), ['operator'])
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertWorkflow(db, { workflow_id: 'w2', name: 'Quarterly' })
  await insertWorkflow(db, { workflow_id: 'w1', name: 'Yearly', owner: aUser('owen'), query: { a: [1] } })
  for (const [rows, complete] of [
    [10, true],
    [20, false],
    [30, true],
  ] as const)
    await db
      .insertInto('snapshot')
      .values({ workflow_id: 'w1', import_id: null, imported_at: '2026-03-02T09:00:00Z', rows, complete })
      .execute()
})
afterAll(() => database.drop())

test('workflows come by name, whole', async () => {
  expect(await listWorkflows(database.store.db, operator)).toEqual([
    expect.objectContaining({ workflow_id: 'w2', owner: null, query: {} }),
    expect.objectContaining({ workflow_id: 'w1', owner: aUser('owen'), query: { a: [1] }, notes: '' }),
  ])
})

test('snapshots that are complete come newest first', async () => {
  const { db } = database.store
  expect((await listSnapshots(db, operator, 'w1')).map((snapshot) => snapshot.rows)).toEqual([30, 10])
  expect(await listSnapshots(db, operator, 'w2')).toEqual([])
  await expect(listSnapshots(db, operator, 'w3')).rejects.toThrow('There is no such')
})
