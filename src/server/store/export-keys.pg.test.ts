import { generateKeyPairSync, randomBytes, verify } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { listExportKeys, replaceExportKey, signerOf } from './export-keys.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

/** Another process that has made a key, and has not committed it yet; returns the key, and what commits it. */
async function otherProcess(replaces: boolean): Promise<{ key_id: string; commit: () => Promise<void> }> {
  const client = await database.store.database.openClient('other')
  onTestFinished(() => client.end())
  await client.query('BEGIN')
  if (replaces) await client.query('UPDATE export_key SET private_key = NULL, replaced_at = now()')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key_id = randomBytes(8).toString('hex')
  await client.query('INSERT INTO export_key (key_id, public_key, private_key) VALUES ($1, $2, $3)', [
    key_id,
    publicKey.export({ format: 'der', type: 'spki' }),
    privateKey.export({ format: 'der', type: 'pkcs8' }),
  ])
  return { key_id, commit: async () => void (await client.query('COMMIT')) }
}

/** Resolves when somebody waits for what another transaction does. */
async function somebodyWaits(): Promise<void> {
  const waiting = sql<{ count: number }>`SELECT count(*)::integer AS count FROM pg_locks
    WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`
  const count = async () => (await waiting.execute(database.store.db)).rows[0]?.count
  await expect.poll(count, { interval: 10 }).toBe(1)
}

test('reading the keys makes none', async () => {
  expect(await listExportKeys(database.store.db)).toEqual([])
})

test('processes that start at once have one key', async () => {
  const { db } = database.store
  const { key_id, commit } = await otherProcess(false)
  const signer = signerOf(db)
  await somebodyWaits()
  await commit()
  expect((await signer).key_id).toBe(key_id)
  expect((await listExportKeys(db)).map((key) => key.key_id)).toEqual([key_id])
})

test('those that replace it at once make one after the other', async () => {
  const { db } = database.store
  const { key_id, commit } = await otherProcess(true)
  const replaced = replaceExportKey(db)
  await somebodyWaits()
  await commit()
  expect((await replaced).replaced).toBe(key_id)
  const keys = await listExportKeys(db)
  expect(keys.map(({ replaced_at }) => replaced_at === null)).toEqual([true, false, false])
  expect((await signerOf(db)).key_id).toBe(keys[0]?.key_id)
})

test('what a key signs is verified by its public part alone', async () => {
  const { db } = database.store
  const text = Buffer.from('text')
  const signed = (await signerOf(db)).sign(text)
  const keys = await listExportKeys(db)
  expect(keys.map((key) => verify(null, text, key.public_key, signed))).toEqual(
    keys.map((_, index) => index === 0),
  )
})

test('a key that was replaced has no private part, and none is ever deleted', async () => {
  const { db } = database.store
  await signerOf(db)
  await replaceExportKey(db)
  const rows = await db.selectFrom('export_key').select(['private_key', 'replaced_at']).execute()
  expect(rows.every((row) => (row.private_key === null) === (row.replaced_at !== null))).toBe(true)
  await expect(db.deleteFrom('export_key').execute()).rejects.toThrow('append-only')
})
