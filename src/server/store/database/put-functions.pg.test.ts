import type pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { functions } from '../functions/functions.ts'
import { migrate } from './migrate.ts'
import { putFunctions } from './put-functions.ts'

let database: TestDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  pool = database.store.database.pool
})
afterAll(() => database.drop())

/** Every function of the database as PostgreSQL would write it down. */
async function definitions(): Promise<readonly string[]> {
  const { rows } = await pool.query<{ definition: string }>(
    `SELECT pg_get_functiondef(oid) AS definition FROM pg_proc WHERE pronamespace = 'public'::regnamespace
       AND prokind = 'f' AND probin IS NULL ORDER BY 1`,
  )
  return rows.map(({ definition }) => definition)
}

/** As a database is in which an earlier text of a function was put in. */
async function putOlder(name: string, body: string): Promise<void> {
  const text = functions[name] ?? ''
  const older = text.replace(/\bAS \$\$.*\$\$/s, () => `AS $$ ${body} $$`)
  expect(older).not.toBe(text)
  expect(await putFunctions(pool, { [name]: older })).toEqual([name])
}

test('each file makes one function, of its name', async () => {
  for (const [name, text] of Object.entries(functions))
    expect([...text.matchAll(/CREATE\b[^(]*/g)].map(([made]) => made)).toEqual([
      `CREATE OR REPLACE FUNCTION ${name}`,
    ])
  const { rows } = await pool.query<{ name: string; times: number }>(
    `SELECT proname AS name, count(*)::integer AS times FROM pg_proc WHERE proname = ANY ($1) GROUP BY 1 ORDER BY 1`,
    [Object.keys(functions)],
  )
  expect(rows).toEqual(Object.keys(functions).map((name) => ({ name, times: 1 })))
})

test('a database with older functions ends as a fresh one, and one that has the newest is left alone', async () => {
  const fresh = await definitions()
  await putOlder('change_result', `BEGIN RETURN 'older'; END`)
  await putOlder('change_results', 'BEGIN RETURN; END')
  expect(await definitions()).not.toEqual(fresh)
  await migrate(pool)
  expect(await definitions()).toEqual(fresh)
  expect(await putFunctions(pool, functions)).toEqual([])
})

/** Takes back what the migrations since that of the functions have made. */
const undoLaterMigrations = `
  DROP TABLE function_text, job, export_key, entrance_closed, provider_in_use, local_account, recovery_code, passkey, tied_identity,
    one_time_link, passkey_challenge, oidc_transaction, used_logout_token, failed_sign_in, account_log, last_time, result_peers,
    certification_log, bulk_row, bulk, cause, event_hour;
  DROP TRIGGER action_event_cause_forgotten ON action_event;
  DROP TRIGGER action_event_hours_insert ON action_event;
  DROP TRIGGER action_event_hours_update ON action_event;
  DROP TRIGGER action_event_hours_delete ON action_event;
  DROP TRIGGER action_event_hours_truncate ON action_event;
  DROP TRIGGER action_event_news_insert ON action_event;
  DROP TRIGGER action_event_news_update ON action_event;
  DROP FUNCTION worker_lives, forget_cause, count_event_hours, hour_of, announce_new_events, announce_changed_events;
  DROP SEQUENCE event_change;
  DROP INDEX action_event_message_trgm, action_event_identity, action_event_no_identity;
  ALTER TABLE action_event DROP cause_id, DROP place, DROP turn, DROP identity_hash, DROP action_hash;
  CREATE INDEX action_event_identity ON action_event (identity_id, started_ns, id);
  DROP INDEX person_sign_in_email, session_person;
  ALTER TABLE operation_key DROP job_id, DROP bulk_id;
  ALTER TABLE certification DROP previous;
  ALTER TABLE person DROP deactivated_at, DROP time_zone;
  ALTER TABLE session DROP id, DROP method, DROP stage, DROP authenticated_at, DROP last_used_at, DROP second_factor,
    DROP user_agent, DROP address, DROP issuer, DROP subject, DROP provider_session, DROP id_token;
  ALTER TABLE api_key DROP name, DROP made_by`

test('so does one from before functions had files, migrated by two servers at once', async () => {
  const fresh = await definitions()
  await pool.query(undoLaterMigrations)
  await pool.query(`DELETE FROM kysely_migration WHERE name >= '0015-functions'`)
  await pool.query(
    'CREATE OR REPLACE FUNCTION change_results(p_changes jsonb) RETURNS SETOF text LANGUAGE sql AS $$ SELECT $1::text $$',
  )
  await Promise.all([migrate(pool), migrate(pool)])
  expect(await definitions()).toEqual(fresh)
})

test('a text that PostgreSQL refuses leaves the others as they were', async () => {
  const fresh = await definitions()
  const broken = { change_result: 'CREATE OR REPLACE FUNCTION change_result() nonsense' }
  const other = (functions['change_results'] ?? '').replace("outcome := 'key'", "outcome := 'other'")
  await expect(putFunctions(pool, { change_results: other, ...broken })).rejects.toThrow('syntax error')
  expect(await definitions()).toEqual(fresh)
})
