import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { publishDoubts } from '#contract/reviews/assignment.ts'
import { CertificationInput } from '#contract/reviews/certification.ts'
import type { Actor } from '#contract/permissions.ts'
import type { ForcedChange, ResultChange } from '#contract/reviews/result.ts'
import {
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import type { ChangeConditions } from '../../../reviews/reviews.ts'
import { planChange } from '../../../rules/change-plan.ts'
import { stepsOf } from '../../../rules/change-steps.ts'
import { getCertification } from './certification-reads.ts'
import { resultChanger } from '../changes/change-result.ts'
import { readRuleInput } from '../changes/read-rule-input.ts'
import { localReviews } from '../../../local-backend.ts'
import { expireOverdue } from '../../../reviews/expire.ts'
import { certificationStore } from './certification-store.ts'

const due = new Date('2026-03-02T10:00:00Z')
const before = new Date(due.getTime() - 60_000)
const quiet = { info: () => undefined, warn: () => undefined }
const certifications = () => certificationStore(database.store, () => new Date(), quiet)
const rejected = { decision: 'RESULT_DECISION_REJECTED', notes: 'left' } as const
const expired = 'This review has expired: only a rejected row may still be marked as fixed.'
const ana = anActor(aUser('ana'), ['reviewer'])
const root = anActor(aUser('root'), ['admin'])
const on: ChangeConditions = {
  version: undefined,
  key: undefined,
  fingerprint: createHash('sha256').update('one').digest(),
}

let database: TestDatabase
let now = before
let changes: ReturnType<typeof localReviews>
let lifecycle: ReturnType<typeof localReviews>
let id = ''
let number = 0
const db = () => database.store.db

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  changes = localReviews(database.store, () => now, quiet)
  lifecycle = localReviews(database.store, () => now, quiet)
  await insertPeople(db(), [aUser('ana'), aUser('bob')], ['reviewer'])
  await insertPeople(db(), [aUser('root')], ['admin'])
  await insertWorkflow(db(), { workflow_id: 'w' })
  const settings = { cert_completion_settings: { completion: 'COMPLETION_ALLOWED_ANYTIME' } }
  for (const [leaf, value] of Object.entries(settings))
    await sql`INSERT INTO review_setting VALUES (${leaf}, 'w', ${JSON.stringify(value)})`.execute(db())
})
afterAll(() => database.drop())
beforeEach(() => make())

const dueColumns = (at: Date) => ({ due_date: at.toISOString(), due_ns: `${at.getTime()}000000` })

async function make(given: object = {}, rows = [{}, rejected]): Promise<void> {
  now = before
  id = `c${number + 1}`
  number = await insertCertification(
    db(),
    { certification_id: id, workflow_id: 'w', ...dueColumns(due), ...given },
    rows.map((row) => aRow({ reviewers: [aUser('ana')], ...row })),
  )
}

const update = (change: Partial<ResultChange>, actor: Actor = ana) =>
  changes.updateResult(actor, id, { result_id: 0, ...change }, on)
const force = (change: Partial<ForcedChange>) =>
  changes.forceUpdateResult(root, id, { result_id: 0, ...change }, on)
const read = () => getCertification(db(), ana, id, now)
const log = async () =>
  (
    await sql<{
      action: string
      at: string
      by: string
    }>`SELECT action, at, actor->>'id' AS by FROM result_log
    WHERE certification = ${number} ORDER BY seq`.execute(db())
  ).rows
const refusedWith = (message: string) => ({ problem: expect.objectContaining({ message }) })
const pastDue = {
  problem: {
    violations: [{ field: 'due_date', description: expect.stringMatching('must be in the future') }],
  },
}

const kinds: readonly [string, Partial<ResultChange>][] = [
  ['a decision', { decision: 'RESULT_DECISION_ACCEPTED' }],
  ['a note', { notes: 'why' }],
  ['a reassignment', { reviewers: [{ user_type: 'localCookieUser', id: 'bob' }] }],
  ['a decision that is signed off', { ...rejected, signed_off_state: 'SIGNED_OFF' }],
]

describe('T15 at the due time, before any job ran', () => {
  test.each(kinds)('%s is refused, a second earlier it is not', async (_, change) => {
    now = new Date(due.getTime() - 1000)
    await update({ ...change })
    now = due
    const done = await log()
    await expect(update({ result_id: 1, ...change })).rejects.toMatchObject(refusedWith(expired))
    expect(await log()).toEqual(done)
  })

  test('expired_at is the due time, and stays so when the job has been there', async () => {
    expect(await read()).toMatchObject({ expired_at: null })
    now = due
    expect(await read()).toMatchObject({ expired_at: due.toISOString() })
    now = new Date(due.getTime() + 53_000)
    await expireOverdue(certifications(), now)
    const { rows } = await sql`SELECT expired_at FROM certification WHERE number = ${number}`.execute(db())
    expect(rows).toEqual([{ expired_at: due.toISOString() }])
  })

  test('a draft does not expire', async () => {
    await make({ published: false })
    now = due
    expect(await getCertification(db(), root, id, now)).toMatchObject({ expired_at: null })
    await update({ decision: 'RESULT_DECISION_ACCEPTED' }, root)
    expect(await log()).toHaveLength(1)
  })

  test('rows are not given to other people all at once either, unless the date moves', async () => {
    now = due
    const reviewers = [{ user_type: 'localCookieUser', id: 'bob' }]
    await expect(lifecycle.updateCertification(root, id, { reviewers })).rejects.toMatchObject(
      refusedWith('This review has expired: move its due date first.'),
    )
    await lifecycle.updateCertification(root, id, { reviewers, due_date: '2026-03-02T10:00:01Z' })
    expect((await log()).map(({ action }) => action)).toEqual(['REVIEWER_ASSIGNED', 'REVIEWER_ASSIGNED'])
  })

  test('what comes of completing does not hang on whether the job was there', async () => {
    const value = JSON.stringify({ behavior: 'AUTO_REJECT_INCOMPLETE_RESULTS', note_to_add: 'too late' })
    await sql`INSERT INTO review_setting VALUES ('review_expiration_behavior', 'w', ${value})`.execute(db())
    now = due
    expect(await lifecycle.completeCertification(root, id)).toMatchObject({
      state: 'CERT_STATE_COMPLETED',
      expired_at: due.toISOString(),
      total_rejected_count: 2,
      total_signed_off_count: 2,
    })
    await sql`DELETE FROM review_setting WHERE leaf = 'review_expiration_behavior'`.execute(db())
  })
})

describe('T15 the statement that writes', () => {
  test('compares the due time with the instant that it logs, also where the log is ahead of the clock', async () => {
    now = new Date(due.getTime() - 1000)
    const ahead = '2026-03-02T09:59:59.999999998Z'
    await sql`UPDATE certification SET log_time = ${ahead} WHERE number = ${number}`.execute(db())
    const both = { ...rejected, signed_off_state: 'SIGNED_OFF' } as const
    await expect(update(both)).rejects.toMatchObject(refusedWith(expired))
    await update(rejected)
    expect(await log()).toMatchObject([{ action: 'DECISION', at: '2026-03-02T09:59:59.999999999Z' }])
    await expect(update({ notes: 'and' })).rejects.toMatchObject(refusedWith(expired))
  })

  test('does so under the lock, though what was read before said otherwise', async () => {
    now = new Date(due.getTime() - 1000)
    const target = { certification_id: id, result_id: 0, key: undefined, entries: 1 }
    const { input: found } = await readRuleInput(database.store.prepared, ana, target, now)
    if (!found) throw new Error('the row is not there')
    expect(found.actor.phase).toBe('in progress')
    const ahead = '2026-03-02T09:59:59.999999999Z'
    await sql`UPDATE certification SET log_time = ${ahead} WHERE number = ${number}`.execute(db())
    const steps = stepsOf({ result_id: 0, ...rejected }, false)
    const change = resultChanger(database.store.prepared, () => now)
    const planned = { plan: planChange(steps, found.row), key: undefined, fingerprint: on.fingerprint }
    expect(await change(ana, found, { ...planned, untilDue: true })).toBe(false)
    expect(await log()).toEqual([])
    expect(await change(ana, found, { ...planned, untilDue: false })).toBe(true)
  })

  test('does nothing where it got the lock only after the due time', async () => {
    const soon = new Date(Date.now() + 1500)
    await make(dueColumns(soon))
    const reviews = localReviews(database.store, () => new Date(), quiet)
    const client = await database.store.database.openClient('countersign test')
    await client.query('BEGIN')
    await client.query('SELECT FROM certification WHERE number = $1 FOR UPDATE', [number])
    const update = reviews
      .updateResult(ana, id, { result_id: 0, ...rejected }, on)
      .catch((error: unknown) => error)
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(soon.getTime()), 5000)
    await client.query('COMMIT')
    await client.end()
    expect(await update).toMatchObject(refusedWith(expired))
    expect(await log()).toEqual([])
  })

  test('completes it as expired where it got the lock only after the due time', async () => {
    const soon = new Date(Date.now() + 1500)
    await make(dueColumns(soon))
    const reviews = localReviews(database.store, () => new Date(), quiet)
    const client = await database.store.database.openClient('countersign test')
    await client.query('BEGIN')
    await client.query('SELECT FROM certification WHERE number = $1 FOR UPDATE', [number])
    const completing = reviews.completeCertification(root, id)
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(soon.getTime()), 5000)
    await client.query('COMMIT')
    await client.end()
    expect(await completing).toMatchObject({
      state: 'CERT_STATE_COMPLETED',
      expired_at: soon.toISOString(),
    })
  })

  test('refuses to give all rows to others where the log would pass the due time', async () => {
    now = new Date(due.getTime() - 1)
    const ahead = '2026-03-02T09:59:59.999999998Z'
    await sql`UPDATE certification SET log_time = ${ahead} WHERE number = ${number}`.execute(db())
    const reviewers = [{ user_type: 'localCookieUser', id: 'bob' }]
    await expect(lifecycle.updateCertification(root, id, { reviewers })).rejects.toMatchObject(
      refusedWith('This review has expired: move its due date first.'),
    )
    expect(await log()).toEqual([])
  })
})

describe('T15 after the due time there are still', () => {
  test('FIXED on a rejected row within seven days, by staff', async () => {
    now = new Date(due.getTime() + 6 * 24 * 3600 * 1000)
    const fix = { result_id: 1, decision: 'RESULT_DECISION_FIXED' } as const
    await update(fix, root)
    expect(await log()).toMatchObject([{ action: 'DECISION', by: 'root' }])
  })

  test('forced changes within seven days', async () => {
    now = due
    await force({ decision: 'RESULT_DECISION_ACCEPTED', reason: 'a slip' })
    now = new Date(due.getTime() + 7 * 24 * 3600 * 1000)
    await expect(force({ decision: 'RESULT_DECISION_NONE' })).rejects.toMatchObject({
      problem: { code: 'FailedPrecondition' },
    })
    expect(await log()).toHaveLength(1)
  })

  test('what integrations report', async () => {
    now = due
    const info = { result_id: 0, notification_status: 'SUCCEED', webhook_info: '' } as const
    await changes.updateWebhookInfo(root, id, info)
    expect(await log()).toMatchObject([{ action: 'WEBHOOK_STATUS' }])
  })

  test('decisions again, once the date is moved forward', async () => {
    now = due
    const moved = await lifecycle.updateCertification(root, id, { due_date: '2026-03-03T10:00:00Z' })
    expect(moved).toMatchObject({ expired_at: null, due_date: '2026-03-03T10:00:00Z' })
    await update(rejected)
    expect(await log()).toHaveLength(1)
  })
})

describe('T15 a due date in the past is refused', () => {
  const past = '2026-03-02T09:58:59.999999999Z'

  test('in a new certification, draft or not', async () => {
    for (const publish of [true, false]) {
      const input = CertificationInput.parse({ workflow_id: 'w', due_date: past, publish })
      await expect(lifecycle.createCertification(root, input)).rejects.toMatchObject(pastDue)
    }
    const atOnce = CertificationInput.parse({ workflow_id: 'w', due_date: before.toISOString() })
    await expect(lifecycle.createCertification(root, atOnce)).rejects.toMatchObject(pastDue)
  })

  test('in a change, which then changes nothing else', async () => {
    await expect(
      lifecycle.updateCertification(root, id, { name: 'n', due_date: past }),
    ).rejects.toMatchObject(pastDue)
    expect(await read()).toMatchObject({ name: '', due_date: due.toISOString() })
    now = due
    await lifecycle.updateCertification(root, id, { name: 'n' })
    expect(await read()).toMatchObject({ name: 'n', expired_at: due.toISOString() })
  })

  test('where a draft is published', async () => {
    await make({ published: false })
    now = due
    await expect(lifecycle.publishCertification(root, id, publishDoubts)).rejects.toMatchObject(pastDue)
    await lifecycle.updateCertification(root, id, { due_date: '2026-03-03T10:00:00Z' })
    expect(await lifecycle.publishCertification(root, id, publishDoubts)).toMatchObject({ published: true })
  })
})
