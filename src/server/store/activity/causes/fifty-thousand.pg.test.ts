import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { parseInstant } from '#std/instant.ts'
import { anEvent } from '#testing/action-events.ts'
import { expectAsJudged } from '#testing/failure-oracle.ts'
import { createRandom } from '#testing/random.ts'
import { createTestDatabase } from '#testing/test-database.ts'
import { noTime } from '../../database/schema.ts'
import { startImport } from '../imports.ts'
import { createLoader } from '../load-action-events.ts'
import { failuresStore } from './failures-store.ts'

const random = createRandom(12)
const number = (below: number) => String(random.below(below))
/** Twelve causes as people meet them; each two differ in a code alone. */
const causes: readonly (() => string)[] = [
  ...['532', '775'].map(
    (code) => () =>
      `LDAP: error code 49 - 80090308: LdapErr: DSID-0C09042F, comment: AcceptSecurityContext error, data ${code}, v2580 (user "u${number(900)}")`,
  ),
  ...['429', '503'].map(
    (code) => () => `Exchange answered HTTP ${code} for "box ${number(900)}" after ${number(60)} seconds`,
  ),
  ...['00001', '01017'].map((code) => () => `ORA-${code}: refused for session ${number(90_000)}`),
  ...['23505', '40001'].map((code) => () => `Statement failed, SQLSTATE ${code}, row ${number(9000)}`),
  ...['50034', '50076'].map(
    (code) => () => `AADSTS${code}: sign-in of "a${number(900)}@example.com" was refused`,
  ),
  () => `Group "g ${number(900)}" was deleted`,
  () => `No answer from 10.0.${number(200)}.${number(200)} within ${number(60)} s`,
]

const causeOfTask = new Map<string, number>()
/** An event at one of some thousand places; 5 of 100 have no time, and many the same. */
function anyEvent(at: number, cause: number | undefined): ActionEvent {
  const time = () =>
    random.chance(0.05)
      ? null
      : new Date(Date.parse('2026-10-01T00:00:00Z') + random.below(4000) * 600_000).toISOString()
  const policy_task = `task ${at}`
  if (cause !== undefined) causeOfTask.set(policy_task, cause)
  return anEvent({
    policy_task,
    identity_id: random.chance(0.05) ? '' : `id ${random.below(900)}`,
    identity_name: `Name ${random.below(40)}`,
    workflow_name: random.pick(['Joiner', 'Mover', 'Leaver', 'Contractor']),
    action_name: random.pick(['Create mailbox', 'Add to groups']),
    state:
      cause === undefined
        ? random.pick(['COMPLETED', 'COMPLETED', 'COMPLETED', 'RUNNING', 'ABANDONED', 'SKIPPED'])
        : 'ERRORED',
    dry_run: random.chance(0.1),
    started_at: time(),
    completed_at: time(),
    messages: cause === undefined ? [] : [causes[cause]?.() ?? ''],
  })
}

test('of 50,000 events 5,000 failed for twelve causes: there are twelve, and each place has become what its events tell', async () => {
  const database = await createTestDatabase(inject('postgresUrl'))
  onTestFinished(() => database.drop())
  const { store } = database
  const events = Array.from({ length: 50_000 }, (_, at) =>
    anyEvent(at, at % 10 === 0 ? (at / 10) % causes.length : undefined),
  )
  const client = await store.database.openClient('test')
  onTestFinished(() => client.end())
  const id = await startImport(store.db, { fileName: 'events.ndjson', demo: false })
  const loader = await createLoader(client, id, [])
  const ns = (time: string | null) => (time === null ? BigInt(noTime) : (parseInstant(time)?.ns ?? 0n))
  const rows = events.map((event) => ({
    ...event,
    extra: null,
    started_ns: ns(event.started_at),
    completed_ns: ns(event.completed_at),
  }))
  for (let start = 0; start < rows.length; start += 10_000)
    await loader.load(rows.slice(start, start + 10_000))
  await sql`VACUUM ANALYZE action_event`.execute(store.db)
  const { causes: board, events: failed } = await failuresStore(store.db).list(undefined)
  expect([board.length, failed]).toEqual([12, 5000])
  for (const { workflow_count } of board) expect(workflow_count).toBeGreaterThanOrEqual(3)
  await expectAsJudged(store.db, events, ({ policy_task }) => String(causeOfTask.get(policy_task)))
})
