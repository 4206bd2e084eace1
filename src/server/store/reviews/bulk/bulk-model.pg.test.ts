import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Actor } from '#contract/permissions.ts'
import type { BulkChange } from '#contract/reviews/bulk.ts'
import { localReviews } from '#server/local-backend.ts'
import { bulkRuns, everyRow } from '#testing/bulk-runs.ts'
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
const [asAna, asRoot] = [anActor(ana, ['reviewer']), anActor(root, ['admin'])]
const clock = () => new Date('2026-03-02T10:00:00Z')
const quiet = { info: () => undefined, warn: () => undefined }

let database: TestDatabase
let count = 0
const db = () => database.store.db

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(db(), [ana, bob], ['reviewer'])
  await insertPeople(db(), [root], ['admin'])
  await insertWorkflow(db(), { workflow_id: 'w' })
  await sql`INSERT INTO review_setting VALUES
    ('self_reviewer_settings', 'w', '{"self_reviewer_checking": "SELF_REVIEWER_CHECKING_ENABLED"}'),
    ('ui_customization_settings', 'w', '{"reject_notes_behavior": "POP_UP_REQUIRED"}')`.execute(db())
})
afterAll(() => database.drop())

const aGivenRow = fc.record({
  decision: fc.constantFrom(
    'RESULT_DECISION_NONE',
    'RESULT_DECISION_NONE',
    'RESULT_DECISION_ACCEPTED',
    'RESULT_DECISION_REJECTED',
    'RESULT_DECISION_FIXED',
  ),
  notes: fc.constantFrom('', 'left'),
  reviewers: fc.constantFrom([ana], [ana], [bob], [ana, bob]),
  signed_off_state: fc.constantFrom('NOT_SIGNED_OFF', 'NOT_SIGNED_OFF', 'NOT_SIGNED_OFF', 'SIGNED_OFF'),
  source: fc.constantFrom(
    aNode('OktaUser', 'jdoe'),
    aNode('OktaUser', 'jdoe'),
    aNode('localCookieUser', 'ana'),
  ),
})
const to = ({ user_type, id }: typeof ana) => [{ user_type, id }]
const aChange = fc.constantFrom<BulkChange>(
  { decision: 'RESULT_DECISION_ACCEPTED' },
  { decision: 'RESULT_DECISION_REJECTED', notes: 'unused' },
  { decision: 'RESULT_DECISION_REJECTED' },
  { decision: 'RESULT_DECISION_NONE', notes: ' ' },
  { decision: 'RESULT_DECISION_FIXED' },
  { notes: 'seen' },
  { reviewers: to(bob) },
  { signed_off_state: 'SIGNED_OFF' },
)
const aRun = fc.record({
  rows: fc.array(aGivenRow, { minLength: 3, maxLength: 12 }),
  changes: fc.array(
    fc.record({
      change: aChange,
      actor: fc.constantFrom(asAna, asRoot),
      except: fc.array(fc.nat(11), { maxLength: 3 }),
      also_decided: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})

/** Everything that changes leave behind, without what says that they were made in bulk, and why of others. */
async function traces(number: number) {
  const { rows } = await sql<{ all: unknown }>`SELECT jsonb_build_object(
    'rows', (SELECT jsonb_agg(to_jsonb(r) - 'certification' - 'updated_at' - 'signed_off_at' ORDER BY result_id) FROM result AS r WHERE certification = ${number}),
    'reviewers', (SELECT jsonb_agg(to_jsonb(r) - 'certification' ORDER BY result_id, user_id) FROM result_reviewer AS r WHERE certification = ${number}),
    'log', (SELECT jsonb_agg(to_jsonb(l) - 'certification' - 'at' || jsonb_build_object('detail', l.detail - '{bulk,by_other,reason}'::text[]) ORDER BY seq)
      FROM result_log AS l WHERE certification = ${number}),
    'events', (SELECT jsonb_agg(jsonb_build_object('row', result_id, 'kind', kind, 'version', detail -> 'version', 'last_seq', detail -> 'last_seq') ORDER BY id)
      FROM outbox_event AS e WHERE certification = ${number}),
    'certification', (SELECT to_jsonb(c) - 'certification_id' - 'number' - 'log_time' - 'results_updated_at' FROM certification AS c WHERE number = ${number})
  ) AS all`.execute(db())
  return rows[0]?.all
}

/** What an undo brings back. */
async function states(number: number) {
  const { rows } = await sql<{
    result_id: number
    signed_off_state: string
  }>`SELECT result_id, decision, notes, reviewers, signed_off_state FROM result
    WHERE certification = ${number} ORDER BY result_id`.execute(db())
  return rows
}

async function frozenRows(bulk_id: string) {
  const { rows } = await sql<{ result_id: number; left_out: string | null }>`
    SELECT result_id, left_out FROM bulk_row WHERE bulk_id = ${bulk_id} ORDER BY result_id`.execute(db())
  return rows
}

test('a change of many rows ends as the same single changes of the rows that its preview names, and its undo as before it', {
  timeout: 60_000,
}, async () => {
  const reviews = localReviews(database.store, clock, quiet)
  const runs = bulkRuns(database, clock)
  const on = { version: undefined, key: undefined, fingerprint: Buffer.from('') }
  const changeOne = (actor: Actor, id: string, result_id: number, change: Omit<BulkChange, 'replaces'>) =>
    reviews.updateResult(actor, id, { result_id, ...change }, on)
  await fc.assert(
    fc.asyncProperty(aRun, async ({ rows, changes }) => {
      const ids = [`one${count}`, `all${count++}`] as const
      const given = rows.map(({ reviewers, signed_off_state, ...row }) => {
        const isOpen = row.decision === 'RESULT_DECISION_NONE'
        const signed = isOpen ? 'NOT_SIGNED_OFF' : signed_off_state
        return aRow({ ...row, reviewers: [...reviewers], signed_off_state: signed })
      })
      const [one, all] = [
        await insertCertification(db(), { certification_id: ids[0], workflow_id: 'w' }, given),
        await insertCertification(db(), { certification_id: ids[1], workflow_id: 'w' }, given),
      ]
      for (const { change, actor, except, also_decided } of changes) {
        const choice = { ...everyRow, except: new Set(except) }
        const input = { choice: { include_others: actor === asRoot }, change, also_decided, reason: 'away' }
        const before = await states(all)
        const preview = await runs.preview(actor, ids[1], input, choice).catch(() => undefined)
        if (!preview) continue // a reviewer to whom no row is left sees nothing
        for (const { result_id, left_out } of await frozenRows(preview.bulk_id)) {
          if (left_out === null) await changeOne(actor, ids[0], result_id, change)
          else if (['SIGNED_OFF', 'NOT_ALLOWED', 'OWN_ACCESS', 'NOTE_NEEDED'].includes(left_out))
            await expect(changeOne(actor, ids[0], result_id, change)).rejects.toThrow()
        }
        const receipt = await runs.run(actor, preview, choice)
        expect(receipt.outcomes.filter(({ of }) => of !== 'DONE')).toEqual([])
        expect(await traces(all)).toEqual(await traces(one))
        // A reviewer undoes no sign-off, and marks nothing as fixed again.
        if (actor === asAna) continue
        const undo = await runs.undo(actor, receipt, 'by mistake')
        const kept = (await frozenRows(undo.bulk_id)).filter(({ left_out }) => left_out !== null)
        const now = await states(all)
        // Nobody gets their own access back, nothing is marked as fixed that is not rejected, and what was fixed after its
        // sign-off stays so.
        for (const { result_id, left_out } of kept)
          if (left_out !== 'OWN_ACCESS' && now[result_id]?.signed_off_state !== 'SIGNED_OFF')
            expect(before[result_id]).toMatchObject({ decision: 'RESULT_DECISION_FIXED' })
        await runs.run(actor, undo)
        const isKept = (id: number) => kept.some(({ result_id }) => result_id === id)
        expect(await states(all)).toEqual(before.map((row, id) => (isKept(id) ? now[id] : row)))
        // The two certifications differ from here on.
        return
      }
    }),
    { numRuns: Number(process.env['BULK_RUNS'] ?? 12) },
  )
})
