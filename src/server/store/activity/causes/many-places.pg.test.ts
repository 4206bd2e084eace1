import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { createTestDatabase } from '#testing/test-database.ts'
import { fillCauses } from './fill-causes.ts'
import { failuresStore } from './failures-store.ts'

const many = 15_000

// A statement that compares each place with every event is cancelled after the seconds that each may take.
test.each([
  ['FIXED', 'by id', { identity_id: 'id', identity_name: 'Ana' }, many + 1],
  ['FIXED', 'by name', { identity_id: '', identity_name: 'Ana' }, many + 1],
] as const)('a cause that struck 15,000 times is judged: %s, %s', async (of, _, identity, places) => {
  const database = await createTestDatabase(inject('postgresUrl'))
  onTestFinished(() => database.drop())
  const { db } = database.store
  const failed = { state: 'ERRORED', completed_at: '2026-11-20T10:00:00Z', messages: ['error code 429'] }
  const repaired = { policy_task: 'again', completed_at: '2026-11-20T10:01:00Z' }
  await insertEvents(db, [anEvent({ ...identity, ...failed }), anEvent({ ...identity, ...repaired })])
  await fillCauses(database.store)
  const columns = sql.join(
    [...Object.keys(anEvent()), 'started_ns', 'completed_ns', 'import_id', 'cause_id'].map((name) =>
      sql.ref(name),
    ),
  )
  await sql`ANALYZE action_event`.execute(db)
  // Each other one is told apart by its id, else by its name.
  const insert = sql`INSERT INTO action_event (${columns}) SELECT ${columns} FROM (
    SELECT (jsonb_populate_record(action_event, jsonb_build_object('policy_task', policy_task || number,
      'identity_id', CASE identity_id WHEN '' THEN '' ELSE 'id ' || number END,
      'identity_name', CASE identity_name WHEN '' THEN '' ELSE 'Name ' || number END))).*
    FROM action_event, generate_series(1, ${many}::integer) AS number) AS event`
  await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(trx)
    await insert.execute(trx)
  })
  const failures = failuresStore(db)
  const { causes } = await failures.list(undefined)
  expect(causes).toMatchObject([{ events: many + 1, became: [{ of, places }] }])
  const cause = causes[0]?.cause_id ?? ''
  const wanted = { cause, filter: undefined, became: undefined, after: undefined }
  const page = await failures.listIdentities({ ...wanted, limit: 1000 })
  expect(new Set(page?.rows.map(({ became }) => became))).toEqual(new Set([of]))
})
