import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { Actor } from '#contract/permissions.ts'
import type { ForcedChange, ResultChange } from '#contract/reviews/result.ts'
import {
  anActor,
  aNode,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { localReviews } from '../../../local-backend.ts'
import { getReviewContext } from '../results/context.ts'
import { listHistory } from './history.ts'
import { getStanding } from '../certifications/standing.ts'

const quiet = { info: () => undefined, warn: () => undefined }

const [ana, olga] = [aUser('ana'), aUser('olga')]
const admin = anActor(aUser('root'), ['admin'])
const operator = anActor(olga, ['operator'])
const reviewer = anActor(ana, ['reviewer'])

let database: TestDatabase
let id = ''
let count = 0
const db = () => database.store.db
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(db(), [ana], ['reviewer'])
  await insertPeople(db(), [olga], ['operator'])
  await insertPeople(db(), [aUser('root')], ['admin'])
  await insertWorkflow(db(), { workflow_id: 'w', owner: olga })
})
afterAll(() => database.drop())
beforeEach(async () => {
  await sql`DELETE FROM review_setting`.execute(db())
  id = `c${++count}`
  await insertCertification(db(), { certification_id: id, workflow_id: 'w' }, [
    aRow({ reviewers: [olga] }),
    aRow({ reviewers: [ana], source: aNode('User', 'root@example.com') }),
    aRow(),
  ])
})

const changes = () => localReviews(database.store, () => new Date('2026-03-02T10:00:00Z'), quiet)
const put = (actor: Actor, change: Omit<ResultChange, 'result_id'>, result_id = 0) =>
  changes().updateResult(
    actor,
    id,
    { result_id, ...change },
    { version: undefined, key: undefined, fingerprint: Buffer.alloc(0) },
  )
const setting = (leaf: string, value: object) =>
  sql`INSERT INTO review_setting (leaf, value) VALUES (${leaf}, ${JSON.stringify(value)})`.execute(db())
const accepted = { decision: 'RESULT_DECISION_ACCEPTED' } as const
const historyOf = async (result_id = 0) =>
  (await listHistory(db(), admin, id, result_id)).map(({ action, user, by_other }) => [
    action,
    user.id,
    by_other,
  ])

test("T37 an admin assigns somebody, then decides, as the seed's log shows, and no setting is asked", async () => {
  await put(admin, { reviewers: [{ user_type: ana.user_type, id: ana.id }] })
  await put(admin, accepted)
  await put(admin, { decision: 'RESULT_DECISION_FIXED' })
  await put(admin, { notes: 'updating the note' })
  await put(admin, { signed_off_state: 'SIGNED_OFF' }, 0)
  expect(await historyOf()).toEqual([
    ['REVIEWER_ASSIGNED', 'root', undefined],
    ['DECISION', 'root', true],
    ['DECISION', 'root', true],
    ['NOTE_ADDED', 'root', undefined],
    ['SIGNED_OFF', 'root', true],
  ])
})

test('T37 an admin decides a row that nobody reviews, but not their own access where that is prevented', async () => {
  await put(admin, accepted, 2)
  await put(admin, accepted, 1)
  await setting('self_reviewer_settings', { self_reviewer_checking: 'SELF_REVIEWER_CHECKING_ENABLED' })
  await expect(put(admin, accepted, 1)).rejects.toMatchObject({ problem: { code: 'PermissionDenied' } })
})

test('T37 nor do they force what they may not do to their own access without', async () => {
  const force = (change: Omit<ForcedChange, 'result_id'>) =>
    changes().forceUpdateResult(
      admin,
      id,
      { result_id: 1, reason: 'a slip', ...change },
      { version: undefined, key: undefined, fingerprint: Buffer.alloc(0) },
    )
  await force({ ...accepted, signed_off_state: 'SIGNED_OFF' })
  await setting('self_reviewer_settings', { self_reviewer_checking: 'SELF_REVIEWER_CHECKING_ENABLED' })
  const judgements = [
    { signed_off_state: 'NOT_SIGNED_OFF' },
    { signed_off_state: 'NOT_SIGNED_OFF', decision: 'RESULT_DECISION_REJECTED', notes: 'left' },
    { decision: 'RESULT_DECISION_NONE' },
    { signed_off_state: 'SIGNED_OFF' },
  ] as const
  for (const change of judgements)
    await expect(force(change)).rejects.toMatchObject({
      problem: {
        code: 'PermissionDenied',
        message: 'This is your own access: somebody else has to review it.',
      },
    })
  await force({ notification_status: 'SUCCEED' })
  expect((await historyOf(1)).map(([action]) => action)).toEqual(['DECISION', 'SIGNED_OFF', 'WEBHOOK_STATUS'])
})

test('T37 an operator decides rows of others only where the setting says so', async () => {
  await put(operator, accepted)
  await expect(put(operator, accepted, 1)).rejects.toMatchObject({ problem: { code: 'PermissionDenied' } })
  await setting('staff_decides', { staff_decides: true })
  await put(operator, accepted, 1)
  expect(await historyOf(0)).toEqual([['DECISION', 'olga', undefined]])
  expect(await historyOf(1)).toEqual([['DECISION', 'olga', true]])
})

test('T37 counts say how many rows stand as somebody decided who did not review them', async () => {
  const byOthers = async (actor: Actor) => (await getStanding(db(), actor, id)).decided_by_others
  await put(admin, accepted, 0)
  await put(admin, accepted, 1)
  await put(operator, accepted, 0)
  expect(await byOthers(admin)).toBe(1)
  await put(reviewer, { decision: 'RESULT_DECISION_REJECTED', notes: 'no' }, 1)
  expect(await byOthers(admin)).toBe(0)
  await put(admin, accepted, 1)
  expect([await byOthers(admin), await byOthers(reviewer)]).toEqual([1, 1])
  await put(admin, { decision: 'RESULT_DECISION_NONE' }, 1)
  expect(await byOthers(admin)).toBe(0)
})

test('T37 what is known of a review counts the reader’s own rows apart', async () => {
  await put(operator, { ...accepted, signed_off_state: 'SIGNED_OFF' })
  const own = { my_rows: 1, my_open_rows: 0, my_decided_rows: 1 }
  expect(await getReviewContext(db(), operator, id)).toMatchObject(own)
  expect(await getReviewContext(db(), admin, id)).toMatchObject({
    my_rows: 0,
    my_open_rows: 0,
    my_decided_rows: 0,
  })
})
