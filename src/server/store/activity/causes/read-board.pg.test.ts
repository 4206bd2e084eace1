import { sql } from 'kysely'
import { afterEach, beforeAll, afterAll, expect, inject, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import type { FailureOutcome } from '#contract/activity/failures.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { expectAsJudged } from '#testing/failure-oracle.ts'
import { createRandom } from '#testing/random.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { startImport } from '../imports.ts'
import { failuresStore } from './failures-store.ts'
import { fillCauses } from './fill-causes.ts'
import { readBoard } from './read-board.ts'

let database: TestDatabase
const db = () => database.store.db
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())
afterEach(() => sql`TRUNCATE action_event, cause`.execute(db()))

async function stored(events: readonly ActionEvent[]) {
  const id = await startImport(db(), { fileName: 'events.ndjson', demo: false })
  await insertEvents(db(), events, id)
  await fillCauses(database.store)
}

let count = 0
/** An event of one identity at one place that ended at a minute. */
function at(minute: number | null, state: string, more: Partial<ActionEvent> = {}): ActionEvent {
  count += 1
  const completed_at = minute === null ? null : `2026-11-20T10:${String(minute).padStart(2, '0')}:00Z`
  return anEvent({
    policy_task: `task ${count}`,
    action_name: 'Create mailbox',
    workflow_name: 'Joiner',
    policy_id: 'p',
    identity_type: 'Employee',
    identity_id: 'ana',
    started_at: completed_at,
    completed_at,
    state,
    messages: state === 'ERRORED' ? ['error code 429'] : [],
    ...more,
  })
}
const nobody = { identity_id: '', identity_name: '' }
const sales = { identity_id: '', identity_name: 'Sales' }
const other = { messages: ['error code 503'] }

const stories: readonly (readonly [FailureOutcome, string, readonly ActionEvent[]])[] = [
  ['FIXED', 'failed, then completed', [at(1, 'ERRORED'), at(2, 'COMPLETED')]],
  ['STILL_BROKEN', 'completed before it failed', [at(1, 'COMPLETED'), at(2, 'ERRORED')]],
  ['STILL_BROKEN', 'failed, completed, failed', [at(1, 'ERRORED'), at(2, 'COMPLETED'), at(3, 'ERRORED')]],
  [
    'BROKEN_AGAIN',
    'completed, then another cause',
    [at(1, 'ERRORED'), at(2, 'COMPLETED'), at(3, 'ERRORED', other)],
  ],
  ['FIXED', 'another cause, then completed', [at(1, 'ERRORED'), at(2, 'ERRORED', other), at(3, 'COMPLETED')]],
  ['STILL_BROKEN', 'another cause alone', [at(1, 'ERRORED'), at(2, 'ERRORED', other)]],
  ['STILL_BROKEN', 'a dry run completed', [at(1, 'ERRORED'), at(2, 'COMPLETED', { dry_run: true })]],
  ['UNKNOWN_ORDER', 'completed at the same time', [at(1, 'ERRORED'), at(1, 'COMPLETED')]],
  ['UNKNOWN_ORDER', 'completed without a time', [at(1, 'ERRORED'), at(null, 'COMPLETED')]],
  ['UNKNOWN_ORDER', 'failed without a time', [at(null, 'ERRORED'), at(2, 'COMPLETED')]],
  [
    'UNKNOWN_ORDER',
    'completed, and failed without a time',
    [at(1, 'ERRORED'), at(2, 'COMPLETED'), at(null, 'ERRORED', other)],
  ],
  ['RUNNING_AGAIN', 'runs', [at(1, 'ERRORED'), at(null, 'RUNNING', { started_at: '2026-11-20T10:05:00Z' })]],
  ['RUNNING_AGAIN', 'is to run', [at(1, 'ERRORED'), at(null, 'SCHEDULED')]],
  [
    'STILL_BROKEN',
    'ran before',
    [at(3, 'ERRORED'), at(null, 'RUNNING', { started_at: '2026-11-20T10:01:00Z' })],
  ],
  ['ABANDONED', 'was abandoned', [at(1, 'ERRORED'), at(2, 'ABANDONED')]],
  [
    'STILL_BROKEN',
    'completed for somebody else',
    [at(1, 'ERRORED'), at(2, 'COMPLETED', { identity_id: 'bob' })],
  ],
  [
    'UNKNOWN_ORDER',
    'nobody failed, and nobody completed',
    [at(1, 'ERRORED', nobody), at(2, 'COMPLETED', nobody)],
  ],
  ['FIXED', 'without an id, by name', [at(1, 'ERRORED', sales), at(2, 'COMPLETED', sales)]],
  [
    'STILL_BROKEN',
    'completed for another type of the same name',
    [at(1, 'ERRORED', sales), at(2, 'COMPLETED', { ...sales, identity_type: 'Group' })],
  ],
  ['STILL_BROKEN', 'a dry run is to run', [at(1, 'ERRORED'), at(null, 'SCHEDULED', { dry_run: true })]],
  [
    'ABANDONED',
    'abandoned, then another cause',
    [at(1, 'ERRORED'), at(2, 'ABANDONED'), at(3, 'ERRORED', other)],
  ],
  [
    'STILL_BROKEN',
    'completed in another workflow',
    [at(1, 'ERRORED'), at(2, 'COMPLETED', { workflow_name: 'Mover' })],
  ],
]

test.each(stories)('%s: %s', async (outcome, _, events) => {
  await stored(events)
  const failures = (await readBoard(db(), { filter: undefined }, 3)).board.causes
  expect(failures.find(({ message }) => message === 'error code 429')?.became).toEqual([
    { of: outcome, places: 1 },
  ])
})

test('of generated stories of many people at many places each has become what its events tell, and by which', async () => {
  const random = createRandom(20_261_130)
  const messages = ['error code 429', 'error code 503', 'user "x" is locked']
  const events = Array.from({ length: 3000 }, () => {
    const state = random.pick(['ERRORED', 'ERRORED', 'COMPLETED', 'RUNNING', 'ABANDONED'])
    const minute = random.chance(0.06) ? null : random.pick([1, 1, 2, 3, 5, 8, 13, 21])
    return at(minute, state, {
      identity_id: random.chance(0.2) ? '' : `id ${random.pick([...'abcdefghijklmnop'])}`,
      identity_name: random.pick(['Ana', 'Bob', 'Cleo', '']),
      identity_type: random.pick(['Employee', 'Group']),
      workflow_name: random.pick(['Joiner', 'Mover', 'Leaver']),
      action_name: random.pick(['Create mailbox', 'Add to group']),
      policy_id: random.pick(['p', 'q']),
      dry_run: random.chance(0.1),
      messages: state === 'ERRORED' ? [random.pick(messages)] : [],
    })
  })
  await stored(events)
  await expectAsJudged(db(), events, (event) => event.messages[0] ?? '')
})

test('of a cause the policies of most events are told, and how many there are in all', async () => {
  await stored(Array.from({ length: 23 }, (_, number) => at(1, 'ERRORED', { policy_id: `policy ${number}` })))
  const failures = failuresStore(db())
  const [cause] = (await failures.list(undefined)).causes
  const details = await failures.get({ filter: undefined, cause: cause?.cause_id ?? '' })
  expect([details?.policies.length, details?.policy_count]).toEqual([20, 23])
})
