import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { publishDoubts } from '#contract/reviews/assignment.ts'
import {
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { getCertification } from './certification-reads.ts'
import { localReviews } from '../../../local-backend.ts'
import { expireOverdue } from '../../../reviews/expire.ts'
import { certificationStore } from './certification-store.ts'

const due = new Date('2026-03-02T10:00:00Z')
const now = new Date(due.getTime() + 20_000)
const later = '2026-03-09T10:00:00Z'
const quiet = { info: () => undefined, warn: () => undefined }
const certifications = () => certificationStore(database.store, () => new Date(), quiet)
const root = anActor(aUser('root'), ['admin'])
const rita = anActor(aUser('rita'), ['reviewer'])

let database: TestDatabase
let made = 0
const db = () => database.store.db
const lifecycle = () => localReviews(database.store, () => now, quiet)

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(db(), [aUser('rita')], ['reviewer'])
  await insertPeople(db(), [aUser('root')], ['admin'])
  await insertWorkflow(db(), { workflow_id: 'w' })
  const value = JSON.stringify({ behavior: 'AUTO_REJECT_INCOMPLETE_RESULTS', note_to_add: 'too late' })
  await sql`INSERT INTO review_setting VALUES ('review_expiration_behavior', 'w', ${value}::jsonb)`.execute(
    db(),
  )
})
afterAll(() => database.drop())

/** One that is over, with an open row, an accepted one and a rejected one. */
async function make(): Promise<{ id: string; number: number }> {
  const id = `c${++made}`
  const columns = { due_date: due.toISOString(), due_ns: `${due.getTime()}000000` }
  const rows = ['NONE', 'ACCEPTED', 'REJECTED'].map((decision) =>
    aRow({ reviewers: [rita.user], decision: `RESULT_DECISION_${decision}` }),
  )
  return {
    id,
    number: await insertCertification(db(), { certification_id: id, workflow_id: 'w', ...columns }, rows),
  }
}

const toRow = (given: object) => (id: string) =>
  localReviews(database.store, () => now, quiet).updateResult(
    root,
    id,
    { result_id: 0, ...given },
    anyVersion,
  )
const force = (given: object) => (id: string) =>
  localReviews(database.store, () => now, quiet).forceUpdateResult(
    root,
    id,
    { result_id: 0, reason: 'a slip', ...given },
    anyVersion,
  )
const anyVersion = { version: undefined, key: undefined, fingerprint: createHash('sha256').digest() }
const accepted = { decision: 'RESULT_DECISION_ACCEPTED' } as const

/** What is there when somebody has done something 20 seconds after the due time, and the job has been there at last. */
async function outcome(act: (id: string) => Promise<unknown>, jobFirst: boolean) {
  const { id, number } = await make()
  if (jobFirst) await expireOverdue(certifications(), now)
  const problem = await act(id).then(
    () => undefined,
    (error: unknown) => (error as { problem?: unknown }).problem ?? error,
  )
  await expireOverdue(certifications(), now)
  const rows =
    await sql`SELECT result_id, decision, notes, signed_off_state, signed_off_by, version FROM result
    WHERE certification = ${number} ORDER BY result_id`.execute(db())
  const log = await sql`SELECT result_id, action, actor, at, detail FROM result_log
    WHERE certification = ${number} ORDER BY seq`.execute(db())
  const { certification_id: _, ...certification } = (await getCertification(db(), root, id, now)) ?? {}
  return { problem, rows: rows.rows, log: log.rows, certification }
}

const acts: readonly [string, (id: string) => Promise<unknown>][] = [
  ['completes it', (id) => lifecycle().completeCertification(root, id)],
  ['moves its due date forward', (id) => lifecycle().updateCertification(root, id, { due_date: later })],
  ['takes its due date away', (id) => lifecycle().updateCertification(root, id, { due_date: null })],
  ['gives it another name', (id) => lifecycle().updateCertification(root, id, { name: 'n' })],
  ['publishes it again', (id) => lifecycle().publishCertification(root, id, publishDoubts)],
  ['deletes it', (id) => lifecycle().deleteCertification(root, id)],
  ['may not complete it', (id) => lifecycle().completeCertification(rita, id)],
  ['decides a row', toRow(accepted)],
  ['fixes the open row', toRow({ decision: 'RESULT_DECISION_FIXED' })],
  ['forces the open row', force(accepted)],
  ['forces it, and undoes its sign-off', force({ ...accepted, signed_off_state: 'NOT_SIGNED_OFF' })],
]

describe('T15 what the due time brings does not hang on whether the job was there', () => {
  test.each(acts)('where somebody %s', async (_, act) => {
    expect(await outcome(act, false)).toEqual(await outcome(act, true))
  })

  test('completing counts the rows that it rejected', async () => {
    const { id } = await make()
    expect(await lifecycle().completeCertification(root, id)).toMatchObject({
      state: 'CERT_STATE_COMPLETED',
      expired_at: due.toISOString(),
      total_rejected_count: 3,
      total_signed_off_count: 3,
    })
  })

  test('moving the due date forward opens it again with the rows rejected', async () => {
    const { id } = await make()
    expect(await lifecycle().updateCertification(root, id, { due_date: later })).toMatchObject({
      expired_at: null,
      total_rejected_count: 3,
      total_signed_off_count: 3,
    })
  })

  test('whoever saw the rows before that is told, and it stays done', async () => {
    const { id } = await make()
    const seen = (await getCertification(db(), root, id, now))?.version
    const moved = lifecycle().updateCertification(root, id, { due_date: later }, { version: seen })
    await expect(moved).rejects.toMatchObject({
      problem: { code: 'PreconditionFailed', current: { value: { total_rejected_count: 3 } } },
    })
    const fresh = await getCertification(db(), root, id, now)
    expect(fresh).toMatchObject({ total_rejected_count: 3, total_signed_off_count: 3 })
    await lifecycle().updateCertification(root, id, { due_date: later }, { version: fresh?.version })
  })
})
