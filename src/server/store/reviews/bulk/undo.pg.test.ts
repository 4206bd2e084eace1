import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { Actor } from '#contract/permissions.ts'
import type { Bulk, BulkChange } from '#contract/reviews/bulk.ts'
import { bulkRuns } from '#testing/bulk-runs.ts'
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

const [ana, bob, root] = [aUser('ana'), aUser('bob'), aUser('root')]
const [asAna, asBob, asRoot] = [
  anActor(ana, ['reviewer']),
  anActor(bob, ['reviewer']),
  anActor(root, ['admin']),
]
const accept: BulkChange = { decision: 'RESULT_DECISION_ACCEPTED', notes: 'as before' }
const giveToBob: BulkChange = { reviewers: [{ user_type: bob.user_type, id: bob.id }] }
const signOff: BulkChange = { signed_off_state: 'SIGNED_OFF' }

let database: TestDatabase
let now: Date
let number = 0
let id = ''
let runs: ReturnType<typeof bulkRuns>
const db = () => database.store.db

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  runs = bulkRuns(database, () => now)
  await insertPeople(db(), [ana, bob], ['reviewer'])
  await insertPeople(db(), [root], ['admin'])
})
beforeEach(async () => {
  now = new Date('2026-03-02T10:00:00Z')
  id = `c${number + 1}`
  await insertWorkflow(db(), { workflow_id: id })
  number = await insertCertification(
    db(),
    { certification_id: id, workflow_id: id, due_date: '2026-04-01T00:00:00Z' },
    [
      aRow({ reviewers: [ana] }),
      aRow({ reviewers: [ana, bob], notes: 'why?' }),
      aRow({ reviewers: [ana], decision: 'RESULT_DECISION_REJECTED', notes: 'left' }),
      aRow({ reviewers: [ana], decision: 'RESULT_DECISION_REJECTED' }),
    ],
  )
})
afterAll(() => database.drop())

async function done(actor: Actor, change: BulkChange, include_others = false): Promise<Bulk> {
  const input = { choice: { include_others }, change, also_decided: true, reason: 'Ana is away' }
  return await runs.run(actor, await runs.preview(actor, id, input))
}
const undone = async (actor: Actor, bulk: Bulk, reason?: string) => {
  const undo = await runs.undo(actor, bulk, reason)
  return await runs.run(actor, undo)
}
const leftOut = async ({ bulk_id }: Bulk) => {
  const { rows } = await sql<{ result_id: number; left_out: string | null }>`
    SELECT result_id, left_out FROM bulk_row WHERE bulk_id = ${bulk_id} ORDER BY result_id`.execute(db())
  return rows.map(({ left_out }) => left_out)
}
/** What an undo brings back of each row, and the counters. */
const state = async () => {
  const { rows } = await sql`SELECT result_id, decision, notes, reviewers, signed_off_state,
      (SELECT array_agg(user_id ORDER BY user_id) FROM result_reviewer AS r
        WHERE r.certification = result.certification AND r.result_id = result.result_id) AS assigned,
      (SELECT to_jsonb(c) - 'log_seq' - 'log_time' - 'results_updated_at' - 'results_updated_by' - 'rules_version'
        FROM certification AS c WHERE number = certification) AS certification
    FROM result WHERE certification = ${number} ORDER BY result_id`.execute(db())
  return rows
}
const touch = async (actor: Actor, result_id: number) =>
  await runs.run(
    actor,
    await runs.preview(
      actor,
      id,
      { choice: { include_others: true }, change: { notes: 'hm' }, reason: 'to see' },
      { ids: [result_id], except: new Set(), filter: undefined, mutable_filter: undefined },
    ),
    { ids: [result_id], except: new Set(), filter: undefined, mutable_filter: undefined },
  )

describe('an undo', () => {
  test.for([
    ['decisions, with their notes', accept],
    ['cleared decisions', { decision: 'RESULT_DECISION_NONE', notes: ' ' }],
    ['notes', { notes: 'seen' }],
    ['reviewers', giveToBob],
  ] as const)('brings back %s', async ([, change]) => {
    const before = await state()
    const bulk = await done(asAna, change)
    expect(await state()).not.toEqual(before)
    const receipt = await undone(asAna, bulk)
    expect(receipt).toMatchObject({ undoes: bulk.bulk_id, state: 'DONE' })
    expect(receipt.outcomes).toEqual(bulk.outcomes)
    expect(await state()).toEqual(before)
  })

  test('says in the log of each row that it is one, and of what', async () => {
    const bulk = await done(asAna, accept)
    const { bulk_id } = await undone(asAna, bulk)
    const { rows } = await sql`SELECT DISTINCT detail ->> 'bulk' AS bulk, detail ->> 'undoes' AS undoes
      FROM result_log WHERE certification = ${number} ORDER BY undoes`.execute(db())
    expect(rows).toEqual([
      { bulk: bulk_id, undoes: bulk.bulk_id },
      { bulk: bulk.bulk_id, undoes: null },
    ])
  })

  test('leaves alone what somebody has touched since, and what is done meanwhile', async () => {
    const bulk = await done(asAna, accept)
    await touch(asBob, 1)
    const undo = await runs.undo(asAna, bulk)
    expect(await leftOut(undo)).toEqual([null, 'TOUCHED_SINCE', null, null])
    expect(undo).toMatchObject({ total: 4, to_change: 3 })
    // Of what was left out nothing can differ.
    await touch(asBob, 1)
    await touch(asRoot, 2)
    const { difference } = await runs.start(asAna, undo)
    expect(difference).toEqual({ rules: false, joined: 0, gone: 0, changed: 1, unchanged: 2 })
    const again = await runs.undo(asAna, bulk)
    await runs.start(asAna, again)
    await touch(asRoot, 3)
    await runs.step(asAna, again)
    expect((await runs.find(asAna, again)).outcomes).toEqual([
      { of: 'CONFLICT', rows: 1 },
      { of: 'DONE', rows: 1 },
    ])
    const { rows } =
      await sql`SELECT notes FROM result WHERE certification = ${number} ORDER BY result_id`.execute(db())
    expect(rows.map((row) => (row as { notes: string }).notes)).toEqual(['', 'hm', 'hm', 'hm'])
  })

  test('takes rows back from who was given them, unless they have done something; of that nothing is told', async () => {
    const bulk = await done(asAna, giveToBob)
    const { rows: seen } = await sql`SELECT FROM result_reviewer
      WHERE certification = ${number} AND user_id = 'ana'`.execute(db())
    expect(seen).toEqual([])
    await touch(asBob, 2)
    const undo = await runs.undo(asAna, bulk)
    expect(await leftOut(undo)).toEqual([null, null, 'TOUCHED_SINCE', null])
    const { rows } = await sql<{ before: unknown }>`SELECT before FROM bulk_row
      WHERE bulk_id = ${undo.bulk_id} AND result_id = 2`.execute(db())
    expect(rows[0]?.before).toMatchObject({ notes: 'left', reviewers: [{ id: 'ana' }] })
    expect((await runs.run(asAna, undo)).outcomes).toEqual([{ of: 'DONE', rows: 3 }])
  })

  test('gives rows to nobody who may have none now', async () => {
    const bulk = await done(asRoot, { reviewers: [{ user_type: root.user_type, id: root.id }] }, true)
    await sql`INSERT INTO denied_reviewer (user_type, id) VALUES (${bob.user_type}, ${bob.id})`.execute(db())
    expect(await leftOut(await runs.undo(asRoot, bulk))).toEqual([null, 'REVIEWER_GONE', null, null])
    await sql`UPDATE result SET source = ${JSON.stringify(aNode('localCookieUser', 'ana'))}::jsonb
      WHERE certification = ${number} AND result_id = 3`.execute(db())
    await sql`INSERT INTO review_setting VALUES ('self_reviewer_settings', ${id}, '{"self_reviewer_checking": "SELF_REVIEWER_CHECKING_ENABLED"}')`.execute(
      db(),
    )
    expect(await leftOut(await runs.undo(asRoot, bulk))).toEqual([null, 'REVIEWER_GONE', null, 'OWN_ACCESS'])
    await sql`DELETE FROM denied_reviewer`.execute(db())
  })

  test('is not for what its maker may not do any more, and not after the due time', async () => {
    const bulk = await done(asAna, accept)
    // To mark as fixed is for those who run the review.
    await sql`UPDATE bulk_row SET before = before || '{"decision": "RESULT_DECISION_FIXED"}'
      WHERE bulk_id = ${bulk.bulk_id} AND result_id = 0`.execute(db())
    await sql`DELETE FROM result_reviewer WHERE certification = ${number} AND result_id = 1 AND user_id = 'ana'`.execute(
      db(),
    )
    expect(await leftOut(await runs.undo(asAna, bulk))).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED', null, null])
    const undo = await runs.undo(asAna, bulk)
    now = new Date('2026-04-02T00:00:00Z')
    expect(await leftOut(await runs.undo(asAna, bulk))).toEqual([
      'TOO_LATE',
      'NOT_ALLOWED',
      'TOO_LATE',
      'TOO_LATE',
    ])
    now = new Date('2026-03-02T10:00:00Z')
    await sql`UPDATE certification SET expired_at = NULL, rules_version = (SELECT rules_version FROM bulk
      WHERE bulk_id = ${undo.bulk_id}) WHERE number = ${number}`.execute(db())
    await runs.start(asAna, undo)
    now = new Date('2026-04-02T00:00:00Z')
    while (await runs.step(asAna, undo));
    expect((await runs.find(asAna, undo)).outcomes).toEqual([{ of: 'TOO_LATE', rows: 2 }])
  })

  test('of sign-offs is for an admin with a fresh proof, who says why', async () => {
    await done(asAna, accept)
    const bulk = await done(asAna, signOff)
    const proof = (): void => {
      throw new Error('prove it')
    }
    await expect(runs.undo(asAna, bulk, 'sorry')).rejects.toMatchObject({
      problem: { code: 'PermissionDenied' },
    })
    await expect(runs.undo(asBob, bulk, 'sorry')).rejects.toMatchObject({ problem: { code: 'NotFound' } })
    await expect(runs.undo(asRoot, bulk)).rejects.toThrow(/say why/)
    await expect(runs.undo(asRoot, bulk, 'wrong rows', proof)).rejects.toThrow('prove it')
    const before = await state()
    const previewed = await runs.undo(asRoot, bulk, 'wrong rows')
    await expect(runs.start(asRoot, previewed, undefined, proof)).rejects.toThrow('prove it')
    expect(await state()).toEqual(before)
    const receipt = await undone(asRoot, bulk, 'wrong rows')
    expect(receipt).toMatchObject({
      reason: 'wrong rows',
      made_by: { id: 'root' },
      outcomes: [{ of: 'DONE', rows: 4 }],
    })
    const { rows } =
      await sql`SELECT action, detail FROM result_log WHERE certification = ${number} ORDER BY seq DESC LIMIT 1`.execute(
        db(),
      )
    expect(rows).toEqual([
      {
        action: 'SIGN_OFF_UNDONE',
        detail: { bulk: receipt.bulk_id, undoes: bulk.bulk_id, by_other: true, reason: 'wrong rows' },
      },
    ])
    expect(await state()).toEqual(
      before.map((row) => ({
        ...(row as object),
        signed_off_state: 'NOT_SIGNED_OFF',
        certification: expect.objectContaining({ total_signed_off_count: 0 }) as unknown,
      })),
    )
    await done(asAna, signOff)
    expect(await leftOut(await runs.undo(asRoot, bulk, 'again'))).toEqual(Array(4).fill('TOUCHED_SINCE'))
  })

  test('is of one that has run, of one’s own, and of no undo', async () => {
    const input = { choice: {}, change: accept }
    const previewed = await runs.preview(asAna, id, input)
    await expect(runs.undo(asAna, previewed)).rejects.toThrow(/never run/)
    await expect(runs.undo(asRoot, previewed)).rejects.toMatchObject({ problem: { code: 'NotFound' } })
    await runs.start(asAna, previewed)
    await expect(runs.undo(asAna, previewed)).rejects.toThrow(/still runs/)
    await runs.step(asAna, previewed)
    await runs.cancel(asAna, previewed)
    const receipt = await undone(asAna, previewed)
    expect(receipt.outcomes).toEqual([{ of: 'DONE', rows: 2 }])
    await expect(runs.undo(asAna, receipt)).rejects.toThrow(/cannot be undone/)
    expect(await leftOut(await runs.undo(asAna, previewed))).toEqual(['TOUCHED_SINCE', 'TOUCHED_SINCE'])
  })
})
