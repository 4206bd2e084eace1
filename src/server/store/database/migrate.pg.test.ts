import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { migrate } from './migrate.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

test('a process starts while another makes tables and drops them', async () => {
  const { pool } = database.store.database
  const other = await database.store.database.openClient('another process')
  const over = new AbortController()
  const passing = (async () => {
    while (!over.signal.aborted) {
      await other.query('CREATE TABLE passing (a bigserial, b integer)')
      await other.query('DROP TABLE passing')
    }
  })()
  try {
    for (let times = 0; times < 60; times += 1) await migrate(pool)
  } finally {
    over.abort()
    await passing
    await other.end()
  }
  const { rows } = await pool.query(`SELECT to_regclass('passing') IS NULL AS gone`)
  expect(rows).toEqual([{ gone: true }])
})

test('a database of a newer version is refused, and says which migration is not known', async () => {
  const { pool } = database.store.database
  await pool.query(`INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-of-tomorrow', now()::text)`)
  try {
    await expect(migrate(pool)).rejects.toThrow(/newest schema \(before the first one\): .*9999-of-tomorrow/)
  } finally {
    await pool.query(`DELETE FROM kysely_migration WHERE name = '9999-of-tomorrow'`)
  }
})
