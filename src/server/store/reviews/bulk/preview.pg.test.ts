import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Bulk, BulkInput } from '#contract/reviews/bulk.ts'
import {
  anActor,
  anEntry,
  aNode,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import type { RowChoice } from '../../../reviews/bulk-store.ts'
import { previewBulk } from '../../../reviews/preview-bulk.ts'
import { bulkStore } from './bulk-store.ts'

const [ana, bob, root] = [aUser('ana'), aUser('bob'), aUser('root')]
const now = new Date('2026-03-02T10:00:00Z')
const [asAna, asRoot] = [anActor(ana, ['reviewer']), anActor(root, ['admin'])]
const everything: RowChoice = {
  ids: undefined,
  except: new Set<number>(),
  filter: undefined,
  mutable_filter: undefined,
}
const accept: BulkInput = { choice: {}, change: { decision: 'RESULT_DECISION_ACCEPTED' } }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertPeople(db, [ana, bob], ['reviewer'])
  await insertPeople(db, [root], ['admin'])
  await insertWorkflow(db, { workflow_id: 'w' })
  const decided = (by: typeof ana) => ({
    decision: 'RESULT_DECISION_REJECTED',
    log: [
      anEntry('DECISION', {
        actor: by,
        detail: { decision_detail: { decision: 'RESULT_DECISION_REJECTED', note: '' } },
      }),
    ],
  })
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w' }, [
    aRow({ reviewers: [ana] }),
    aRow({ reviewers: [ana, bob] }),
    aRow({ reviewers: [ana], ...decided(ana) }),
    aRow({ reviewers: [ana], ...decided(bob) }),
    aRow({ reviewers: [ana], decision: 'RESULT_DECISION_ACCEPTED' }),
    aRow({ reviewers: [ana], decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' }),
    aRow({ reviewers: [ana], source: aNode('localCookieUser', 'ana') }),
    aRow({ reviewers: [bob] }),
  ])
})
afterAll(() => database.drop())

const preview = (actor: typeof asAna, input: BulkInput, choice = everything): Promise<Bulk> =>
  previewBulk(
    { bulks: bulkStore(database.store, () => now), expireFirst: () => Promise.resolve(), clock: () => now },
    actor,
    {
      certification_id: 'c',
      input,
      choice,
    },
  )
const frozen = async ({ bulk_id }: Bulk) => {
  const { rows } = await sql<{ result_id: number; left_out: string | null }>`
    SELECT result_id, left_out FROM bulk_row WHERE bulk_id = ${bulk_id} ORDER BY result_id`.execute(
    database.store.db,
  )
  return rows.map(({ result_id, left_out }) => [result_id, left_out])
}

describe('a preview', () => {
  test('counts the rows that have another note than the one that takes its place', async () => {
    const { db } = database.store
    await insertCertification(db, { certification_id: 'noted', workflow_id: 'w' }, [
      aRow({ reviewers: [ana], notes: 'why?' }),
      aRow({ reviewers: [ana], notes: 'left' }),
      aRow({ reviewers: [ana] }),
      aRow({
        reviewers: [ana],
        notes: 'why?',
        signed_off_state: 'SIGNED_OFF',
        decision: 'RESULT_DECISION_ACCEPTED',
      }),
    ])
    const bulks = bulkStore(database.store, () => now)
    const needs = { bulks, expireFirst: () => Promise.resolve(), clock: () => now }
    const countOf = async (change: BulkInput['change']) =>
      (
        await previewBulk(needs, asAna, {
          certification_id: 'noted',
          input: { choice: {}, change },
          choice: everything,
        })
      ).replaced_notes
    expect(await countOf({ decision: 'RESULT_DECISION_REJECTED', notes: 'left' })).toBe(1)
    expect(await countOf({ notes: 'new' })).toBe(2)
    expect(await countOf({ decision: 'RESULT_DECISION_REJECTED' })).toBe(0)
  })

  test('freezes the rows that a reviewer sees, and says of each why it is left out', async () => {
    const made = await preview(asAna, accept)
    expect(made).toMatchObject({
      certification_id: 'c',
      state: 'PREVIEWED',
      total: 7,
      to_change: 3,
      others: 0,
      created_at: '2026-03-02T10:00:00.000Z',
      expires_at: '2026-03-02T10:30:00.000Z',
      decisions: [{ of: 'RESULT_DECISION_NONE', rows: 3 }],
      outcomes: [],
    })
    expect(await frozen(made)).toEqual([
      [0, null],
      [1, null],
      [2, 'DECIDED_BY_MAKER'],
      [3, 'DECIDED_BY_OTHERS'],
      [4, 'ALREADY_SO'],
      [5, 'SIGNED_OFF'],
      [6, null],
    ])
    expect(made.left_out.reduce((sum, { rows }) => sum + rows, made.to_change)).toBe(made.total)
  })

  test('changes no row', async () => {
    const all = () => sql`SELECT * FROM result ORDER BY result_id`.execute(database.store.db)
    const before = (await all()).rows
    await preview(asAna, { ...accept, also_decided: true })
    expect((await all()).rows).toEqual(before)
  })

  test('takes in decided rows where that is asked for, and leaves out what is named', async () => {
    const made = await preview(
      asAna,
      { ...accept, also_decided: true },
      { ...everything, except: new Set([0, 3]) },
    )
    expect(await frozen(made)).toEqual([
      [1, null],
      [2, null],
      [4, 'ALREADY_SO'],
      [5, 'SIGNED_OFF'],
      [6, null],
    ])
    const chosen = await preview(asAna, accept, { ...everything, ids: [0, 1, 7, 999] })
    expect(await frozen(chosen)).toEqual([
      [0, null],
      [1, null],
    ])
  })

  test('of who runs the review leaves out rows of others, unless they say so and why', async () => {
    expect(await frozen(await preview(asRoot, accept))).toEqual([
      [0, 'OF_OTHERS'],
      [1, 'OF_OTHERS'],
      [2, 'DECIDED_BY_OTHERS'],
      [3, 'DECIDED_BY_OTHERS'],
      [4, 'ALREADY_SO'],
      [5, 'SIGNED_OFF'],
      [6, 'OF_OTHERS'],
      [7, 'OF_OTHERS'],
    ])
    const others = { ...accept, choice: { include_others: true } }
    await expect(preview(asRoot, others)).rejects.toThrow(/other reviewers/)
    const made = await preview(asRoot, { ...others, reason: 'Ana is away' })
    expect(made).toMatchObject({ to_change: 4, others: 4, reason: 'Ana is away' })
  })

  test('takes one change, and a certification of which the actor sees a row', async () => {
    const both = { ...accept, change: { ...accept.change, signed_off_state: 'SIGNED_OFF' as const } }
    await expect(preview(asAna, both)).rejects.toThrow(/one thing/)
    await expect(preview(asAna, { choice: {}, change: {} })).rejects.toThrow(/no change/)
    await expect(preview(anActor(aUser('eve'), ['reviewer']), accept)).rejects.toMatchObject({
      problem: { code: 'NotFound' },
    })
  })

  test('says which rows lack a note that is asked for, and which are one’s own access', async () => {
    const { db } = database.store
    await sql`INSERT INTO review_setting VALUES ('self_reviewer_settings', 'w', '{"self_reviewer_checking": "SELF_REVIEWER_CHECKING_ENABLED"}'),
      ('ui_customization_settings', 'w', '{"reject_notes_behavior": "POP_UP_REQUIRED"}')`.execute(db)
    try {
      const reject: BulkInput = { choice: {}, change: { decision: 'RESULT_DECISION_REJECTED' } }
      expect(await frozen(await preview(asAna, reject, { ...everything, ids: [0, 6] }))).toEqual([
        [0, 'NOTE_NEEDED'],
        [6, 'OWN_ACCESS'],
      ])
      const noted = { ...reject, change: { ...reject.change, notes: 'left' } }
      expect(await frozen(await preview(asAna, noted, { ...everything, ids: [0, 6] }))).toEqual([
        [0, null],
        [6, 'OWN_ACCESS'],
      ])
    } finally {
      await sql`DELETE FROM review_setting`.execute(db)
    }
  })
})
