import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { ResultChange } from '#contract/reviews/result.ts'
import {
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import type { PlannedOn } from '../../../reviews/row-store.ts'
import { type Plan, planChange } from '../../../rules/change-plan.ts'
import { stepsOf } from '../../../rules/change-steps.ts'
import { changeRowsArguments } from './change-rows.ts'
import { resultChanger } from './change-result.ts'
import { readRuleInput } from './read-rule-input.ts'

const [ana, bob, root] = [aUser('ana'), aUser('bob'), aUser('root')]
const admin = anActor(root, ['admin'])
const now = new Date('2026-03-02T10:00:00Z')
const clock = () => now

let database: TestDatabase
let count = 0
const db = () => database.store.db

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(db(), [ana, bob], ['reviewer'])
  await insertPeople(db(), [root], ['admin'])
  await insertWorkflow(db(), { workflow_id: 'w' })
})
afterAll(() => database.drop())

type Asked = Omit<ResultChange, 'result_id'>
type PlannedRow = { readonly on: PlannedOn; readonly plan: Plan }

/** Changes rows of one certification; what became of all, and the ids of those that were changed. */
async function changeRows(rows: readonly PlannedRow[]) {
  const { number = 0, rules_version = 0 } = rows[0]?.on ?? {}
  const changes = rows.map(({ on: { result_id, version, row }, plan }) => ({
    chosen: { ids: [result_id], versions: [version], row },
    plan,
  }))
  const args = changeRowsArguments(
    { number, rules_version, actor: root, via: 'session', clock },
    changes,
    true,
  )
  const { rows: changed } = await sql`SELECT * FROM change_rows(${args})`.execute(db())
  return changed[0]
}

async function makeCertification(reviewers: readonly (readonly (typeof ana)[])[]) {
  const certification_id = `c${count++}`
  const rows = reviewers.map((those) => aRow({ reviewers: [...those] }))
  return {
    certification_id,
    number: await insertCertification(db(), { certification_id, workflow_id: 'w' }, rows),
  }
}

async function planned(certification_id: string, result_id: number, asked: Asked): Promise<PlannedRow> {
  const target = { certification_id, result_id, key: undefined, entries: 3 }
  const { input } = await readRuleInput(db(), admin, target, now)
  if (!input) throw new Error('there is no such row')
  const steps = stepsOf({ result_id, ...asked }, false)
  return { on: input, plan: planChange(steps, input.row, asked.reviewers as (typeof ana)[] | undefined) }
}

/** Everything that a change of rows leaves behind, without what names the certification. */
async function traces(number: number) {
  const { rows } = await sql<{ all: unknown }>`SELECT jsonb_build_object(
    'rows', (SELECT jsonb_agg(to_jsonb(r) - 'certification' ORDER BY result_id) FROM result AS r WHERE certification = ${number}),
    'reviewers', (SELECT jsonb_agg(to_jsonb(r) - 'certification' ORDER BY result_id, user_id) FROM result_reviewer AS r WHERE certification = ${number}),
    'log', (SELECT jsonb_agg(to_jsonb(l) - 'certification' ORDER BY seq) FROM result_log AS l WHERE certification = ${number}),
    'events', (SELECT jsonb_agg(to_jsonb(e) - 'certification' - 'id' - 'at' ORDER BY id) FROM outbox_event AS e WHERE certification = ${number}),
    'certification', (SELECT to_jsonb(c) - 'certification_id' - 'number' FROM certification AS c WHERE number = ${number})
  ) AS all`.execute(db())
  return rows[0]?.all
}

const decision = fc.constantFrom(
  'RESULT_DECISION_NONE',
  'RESULT_DECISION_ACCEPTED',
  'RESULT_DECISION_REJECTED',
  'RESULT_DECISION_FIXED',
)
const asked: fc.Arbitrary<Asked> = fc
  .record(
    {
      decision,
      notes: fc.constantFrom('left', 'knows why', ' '),
      reviewers: fc.subarray([ana, bob, root]),
      signed_off_state: fc.constant('SIGNED_OFF' as const),
    },
    { requiredKeys: [] },
  )
  .filter((given) => Object.keys(given).length > 0)

describe('rows that are changed at once', () => {
  test('end as the same rows that are changed one after the other, with the same log, counters and events', async () => {
    const rounds = fc.array(fc.array(asked, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(rounds, async (changes) => {
        const reviewers = [[ana], [bob], [ana, bob], []]
        const [one, all] = [await makeCertification(reviewers), await makeCertification(reviewers)]
        const change = resultChanger(database.store.prepared, clock)
        for (const round of changes) {
          for (const [row, wanted] of round.entries()) {
            const { on, plan } = await planned(one.certification_id, row, wanted)
            const more = { key: undefined, fingerprint: Buffer.from(''), untilDue: true }
            expect(await change(admin, { ...on, rules_version: on.rules_version }, { plan, ...more })).toBe(
              true,
            )
          }
          const rows = await Promise.all(
            round.map((wanted, row) => planned(all.certification_id, row, wanted)),
          )
          expect(await changeRows(rows)).toEqual({ outcome: 'done', done: [0, 1, 2, 3] })
        }
        expect(await traces(all.number)).toEqual(await traces(one.number))
      }),
      { numRuns: 40 },
    )
  })

  test('leave out a row that has changed meanwhile, and no other', async () => {
    const { certification_id, number } = await makeCertification([[ana], [ana], [ana]])
    const wanted = { decision: 'RESULT_DECISION_ACCEPTED' } as const
    const rows = await Promise.all([0, 1, 2].map((row) => planned(certification_id, row, wanted)))
    const meanwhile = await planned(certification_id, 1, { notes: 'wait' })
    await changeRows([meanwhile])
    expect(await changeRows(rows)).toEqual({ outcome: 'done', done: [0, 2] })
    const { rows: counted } =
      await sql`SELECT total_accepted_count, log_seq FROM certification WHERE number = ${number}`.execute(
        db(),
      )
    expect(counted).toEqual([{ total_accepted_count: 2, log_seq: '3' }])
  })

  test('are all left where the rules or the due time have changed', async () => {
    const { certification_id, number } = await makeCertification([[ana], [ana]])
    const rows = await Promise.all([0, 1].map((row) => planned(certification_id, row, { notes: 'x' })))
    const before = await traces(number)
    await sql`UPDATE certification SET rules_version = rules_version + 1 WHERE number = ${number}`.execute(
      db(),
    )
    expect(await changeRows(rows)).toEqual({ outcome: 'rules', done: [] })
    await sql`UPDATE certification SET rules_version = rules_version - 1 WHERE number = ${number}`.execute(
      db(),
    )
    // The last entry of the two would come at the due time.
    await sql`UPDATE certification SET due_ns = ${`${now.getTime()}000001`} WHERE number = ${number}`.execute(
      db(),
    )
    expect(await changeRows(rows)).toEqual({ outcome: 'due', done: [] })
    await sql`UPDATE certification SET due_ns = NULL WHERE number = ${number}`.execute(db())
    expect(await traces(number)).toEqual(before)
    expect(await changeRows(rows)).toEqual({ outcome: 'done', done: [0, 1] })
  })
})
