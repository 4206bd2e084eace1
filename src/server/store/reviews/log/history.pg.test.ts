import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { Certification } from '#contract/reviews/certification.ts'
import { Result } from '#contract/reviews/result.ts'
import { anActor, anEntry, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { docs, sampleLog } from '#testing/sample-log.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { getCertification } from '../certifications/certification-reads.ts'
import { listHistory } from './history.ts'
import { getResult, listResults } from '../results/result-rows.ts'

const admin = anActor(aUser('root'), ['admin'])

const log = [
  ...sampleLog.map(({ action, user, time, ...detail }) => anEntry(action, { actor: user, at: time, detail })),
  anEntry('SIGNED_OFF', { via: 'key:0a1b2c3d' }),
  anEntry('DECISION', {
    detail: { decision_detail: { decision: 'RESULT_DECISION_REJECTED', note: '' }, reason: 'by mistake' },
  }),
]
const forced = {
  action: 'DECISION',
  user: aUser('root'),
  time: anEntry('').at,
  decision_detail: { decision: 'RESULT_DECISION_REJECTED', note: '' },
}

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertWorkflow(db, { workflow_id: 'w' })
  await insertCertification(
    db,
    {
      certification_id: 'c',
      workflow_id: 'w',
      reviewer_assignment: {
        users_manager: true,
        resource_managers: false,
        reviewers: [],
        fallback_reviewers: [docs],
      },
    },
    [aRow({ reviewers: [docs], log }), aRow()],
  )
  for (const [certification_id, reviewer_assignment] of [
    ['partly told', { users_manager: true, fallback_reviewers: [docs] }],
    ['told nothing', null],
  ] as const)
    await insertCertification(db, { certification_id, workflow_id: 'w', reviewer_assignment }, [aRow()])
})
afterAll(() => database.drop())

describe('the log of a row', () => {
  test("list and get show the seed's three actions in its very shape", async () => {
    const { db } = database.store
    const query = {
      filter: undefined,
      mutable_filter: undefined,
      order: { field: 'result_id', direction: 'asc' },
      offset: 0,
      limit: 10,
      backwards: false,
    } as const
    const { rows } = await listResults(db, admin, 'c', query)
    expect(rows.map((row) => row.action_log_entries)).toEqual([[...sampleLog, forced], []])
    expect(await getResult(db, admin, 'c', 0)).toEqual(rows[0])
  })

  test('the history has every entry, with its number, the way it came and the reason', async () => {
    const history = await listHistory(database.store.db, admin, 'c', 0)
    expect(history.map((entry) => [entry.seq, entry.action, entry.via, entry.reason])).toEqual([
      [1, 'REVIEWER_ASSIGNED', 'session', undefined],
      [2, 'DECISION', 'session', undefined],
      [3, 'DECISION', 'session', undefined],
      [4, 'NOTE_ADDED', 'session', undefined],
      [5, 'SIGNED_OFF', 'key:0a1b2c3d', undefined],
      [6, 'DECISION', 'session', 'by mistake'],
    ])
    expect(history[1]).toEqual({ ...sampleLog[1], seq: 2, via: 'session' })
  })
})

describe("what is shown has every property of the seed's tables", () => {
  const keysOf = (schema: { def: { shape: object } }) => Object.keys(schema.def.shape).sort()

  test('a row', async () => {
    const row = await getResult(database.store.db, admin, 'c', 0)
    expect(Object.keys(row ?? {}).sort()).toEqual(keysOf(Result))
    expect(row?.reviewer_assignment?.fallback_reviewers).toEqual([docs])
  })

  test('T36 a row, its reviewer_assignment with all keys however it was stored', async () => {
    const assignmentOf = async (id: string) =>
      (await getResult(database.store.db, admin, id, 0))?.reviewer_assignment
    const nobody = { resource_managers: false, reviewers: [] }
    expect(await assignmentOf('partly told')).toEqual({
      ...nobody,
      users_manager: true,
      fallback_reviewers: [docs],
    })
    expect(await assignmentOf('told nothing')).toEqual({
      ...nobody,
      users_manager: false,
      fallback_reviewers: [],
    })
  })

  test('a certification', async () => {
    const shown = await getCertification(database.store.db, admin, 'c', new Date())
    expect(Object.keys(shown ?? {}).sort()).toEqual(keysOf(Certification))
    expect(shown).toMatchObject({ created_by: aUser('root'), creator: aUser('root'), reviewers: [docs] })
  })
})
