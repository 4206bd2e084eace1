import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { createRandom } from '#testing/random.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'

const random = createRandom(20_261_131)
let database: TestDatabase
const db = () => database.store.db

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

/** The counts that are kept, and those that the events themselves give. */
async function counts() {
  const kept =
    await sql`SELECT hour, state, action_type, events FROM event_hour WHERE events <> 0 ORDER BY 1, 2, 3`.execute(
      db(),
    )
  const counted = await sql`SELECT CASE WHEN started_at IS NULL THEN 2147483647
      ELSE floor(extract(epoch FROM date_trunc('hour', started_at::timestamptz)) / 3600)::integer END AS hour,
    state, action_type, count(*)::integer AS events FROM action_event GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`.execute(
    db(),
  )
  return { kept: kept.rows, counted: counted.rows }
}

const changes: readonly (readonly [string, string])[] = [
  [
    'one event starts',
    `UPDATE action_event SET started_at = '2026-03-01T00:00:00Z', started_ns = 1772323200000000000, state = 'RUNNING'
    WHERE id = (SELECT min(id) FROM action_event WHERE started_at IS NULL)`,
  ],
  ['many complete', `UPDATE action_event SET state = 'COMPLETED' WHERE id % 3 = 0`],
  ['nothing that counts changes', `UPDATE action_event SET dry_run = NOT dry_run`],
  ['all of a type go', `DELETE FROM action_event WHERE action_type = 'PAUSE'`],
  ['half of all go', `DELETE FROM action_event WHERE id % 2 = 0`],
  [
    'an hour is told again',
    `INSERT INTO action_event (policy_task, action_name, state, action_type, import_id)
    SELECT policy_task, action_name, 'SKIPPED', action_type, 0 FROM action_event WHERE id % 5 = 0
    ON CONFLICT (policy_task, name_key(action_name)) DO UPDATE SET state = excluded.state`,
  ],
  [
    'one is from before 1970',
    `UPDATE action_event SET started_at = '1969-12-31T23:30:00Z', started_ns = -1800000000000
    WHERE id = (SELECT min(id) FROM action_event)`,
  ],
]

test('the counts of hours follow whatever is done to events', async () => {
  await insertEvents(db(), awkwardEvents(1500, random))
  const { kept, counted } = await counts()
  expect(kept.length).toBeGreaterThan(100)
  expect(kept, 'events come').toEqual(counted)
  for (const [what, change] of changes) {
    await sql.raw(change).execute(db())
    const after = await counts()
    expect(after.kept, what).toEqual(after.counted)
  }
  await sql`TRUNCATE action_event`.execute(db())
  expect(await counts()).toEqual({ kept: [], counted: [] })
})
