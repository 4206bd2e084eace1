import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { BulkChange } from '#contract/reviews/bulk.ts'
import { previewNumbers } from '#server/store/migrations/0027-preview-numbers.ts'
import { bulkRuns } from '#testing/bulk-runs.ts'
import {
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'

const [ana, bob, cleo] = [aUser('ana'), aUser('bob'), aUser('cleo')]
const asRoot = anActor(aUser('root'), ['admin'])
const clock = () => new Date('2026-03-02T10:00:00Z')
const accepted = { decision: 'RESULT_DECISION_ACCEPTED' } as const
const rows = [
  aRow({ reviewers: [ana] }),
  aRow({ reviewers: [ana, bob], notes: 'of before' }),
  aRow({ reviewers: [bob], ...accepted }),
  aRow({ reviewers: [bob], ...accepted, notes: 'kept' }),
  aRow({ reviewers: [ana], ...accepted, signed_off_state: 'SIGNED_OFF' }),
]

let database: TestDatabase
const db = () => database.store.db

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(db(), [ana, bob, cleo], ['reviewer'])
  await insertPeople(db(), [aUser('root')], ['admin'])
  await insertWorkflow(db(), { workflow_id: 'w' })
  await insertCertification(db(), { certification_id: 'c', workflow_id: 'w' }, rows)
})
afterAll(() => database.drop())

const key = ({ user_type, id }: typeof ana) => ({ user_type, id })
const changes: readonly BulkChange[] = [
  { decision: 'RESULT_DECISION_REJECTED', notes: 'not needed' },
  { reviewers: [key(cleo)], replaces: key(bob) },
  { signed_off_state: 'SIGNED_OFF' },
]

test.each(changes)(
  'a preview that was made before its numbers were kept has the same ones: %j',
  async (change) => {
    const runs = bulkRuns(database, clock)
    const input = { choice: { include_others: true }, change, reason: 'away' }
    const preview = await runs.preview(asRoot, 'c', input)
    expect(preview.total).toBe(rows.length)
    expect(preview.left_out).not.toEqual([])
    await sql`ALTER TABLE bulk DROP previewed`.execute(db())
    await previewNumbers.up(db())
    expect(await runs.find(asRoot, preview)).toEqual(preview)
  },
)
