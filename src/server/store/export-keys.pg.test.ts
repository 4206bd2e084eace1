import { verify } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { listExportKeys, replaceExportKey, signerOf } from './export-keys.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

test('processes that start at once have one key, and those that replace it at once make one after the other', async () => {
  const { db } = database.store
  const signers = await Promise.all(Array.from({ length: 5 }, () => signerOf(db)))
  expect(new Set(signers.map(({ key_id }) => key_id)).size).toBe(1)
  expect(await listExportKeys(db)).toHaveLength(1)
  const replaced = await Promise.all([replaceExportKey(db), replaceExportKey(db)])
  const keys = await listExportKeys(db)
  expect(keys.map(({ replaced_at }) => replaced_at === null)).toEqual([true, false, false])
  const { key_id } = await signerOf(db)
  expect(key_id).toBe(keys[0]?.key_id)
  expect(new Set([key_id, ...replaced.map((step) => step.replaced)])).toEqual(
    new Set(keys.map((key) => key.key_id)),
  )
  const text = Buffer.from('text')
  const signed = signers[0]?.sign(text) ?? Buffer.alloc(0)
  expect(keys.map((key) => verify(null, text, key.public_key, signed))).toEqual([false, false, true])
})

test('a key that was replaced has no private part, and none is ever deleted', async () => {
  const { db } = database.store
  await signerOf(db)
  await replaceExportKey(db)
  const rows = await db.selectFrom('export_key').select(['private_key', 'replaced_at']).execute()
  expect(rows.every((row) => (row.private_key === null) === (row.replaced_at !== null))).toBe(true)
  await expect(db.deleteFrom('export_key').execute()).rejects.toThrow('append-only')
})
