import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Actor } from '#contract/permissions.ts'
import type { CertificationRow } from '../../database/review-schema.ts'
import type { ResultQuery } from '../../../reviews/reviews.ts'
import { Refused } from '../../../refused.ts'
import { parse } from '#scim/parse.ts'
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
import { reviewReads } from '../reads.ts'

const [ana, bob, olga, owen] = [aUser('ana'), aUser('bob'), aUser('olga'), aUser('owen')]
const ofAna = anActor(ana, ['reviewer'])
const ofBob = anActor(bob, ['reviewer'])
const ofOlga = anActor(olga, ['operator'])
const ofOwen = anActor(owen, ['operator'])
const nobody = anActor(aUser('ana', 'OktaUser'), ['reviewer'])
const admin = anActor(aUser('root'), ['admin'])
const auditor = anActor(aUser('audit'), ['auditor'])

let database: TestDatabase
let reads: ReturnType<typeof reviewReads>

/** Ana has rows 0, 1 and 2, Bob 2 and 3; row 4 is nobody's. */
const rows = [[ana], [ana], [ana, bob], [bob], []].map((reviewers, index) =>
  aRow({
    source: aNode('User', `u${index}`, { of_row: index, [`only_${index}`]: 1 }),
    reviewers,
    decision: index % 2 === 1 ? 'RESULT_DECISION_REJECTED' : 'RESULT_DECISION_NONE',
    signed_off_state: index === 3 ? 'SIGNED_OFF' : 'NOT_SIGNED_OFF',
    updated_at: `2026-03-02T09:00:0${index}Z`,
    updated_by: reviewers.at(-1) ?? aUser('root'),
    log: [anEntry('NOTE_ADDED', { detail: { note: `about ${index}` } })],
  }),
)

const phases = {
  draft: { published: false },
  searching: { state: 'CERT_STATE_SEARCHING' },
  failed: { error_reason: 'There is no access.' },
  completed: { state: 'CERT_STATE_COMPLETED', completed_at: '2026-03-02T09:00:00Z' },
  expired: { expired_at: '2026-03-02T09:00:00Z' },
} as const satisfies Record<string, Partial<CertificationRow>>

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertPeople(db, [ana, bob], ['reviewer'])
  await insertWorkflow(db, { workflow_id: 'w', owner: olga, description: 'secret', query: { of: 'w' } })
  await insertWorkflow(db, { workflow_id: 'hidden' })
  await insertWorkflow(db, { workflow_id: 'phases' })
  const add = (id: string, workflow_id: string, given: Partial<CertificationRow> = {}) =>
    insertCertification(db, { certification_id: id, workflow_id, query_used: { of: id }, ...given }, rows)
  await add('c', 'w')
  await add('of owen', 'w', { creator: owen })
  await insertCertification(db, { certification_id: 'nobody', workflow_id: 'hidden' }, [aRow()])
  for (const [phase, given] of Object.entries(phases)) await add(phase, 'phases', given)
  reads = reviewReads(database.store, () => new Date(), { info: () => undefined, warn: () => undefined })
})
afterAll(() => database.drop())

const usual: ResultQuery = {
  filter: undefined,
  mutable_filter: undefined,
  order: { field: 'result_id', direction: 'asc' },
}
const stretch = { offset: 0, limit: 100, backwards: false }
const idsOf = async (actor: Actor, certification_id: string, query = usual) =>
  (await reads.listResults(actor, certification_id, query, stretch)).rows.map((row) => row.result_id)

/** What a call comes to, as far as its caller can tell: the value, or the refusal. */
async function answer(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call
  } catch (error) {
    if (error instanceof Refused) return error.problem
    throw error
  }
}

/** Every read of rows, by certification and by a row's id. */
const everyRead = {
  getCertification: (actor: Actor, id: string) => reads.getCertification(actor, id),
  listResults: (actor: Actor, id: string) => reads.listResults(actor, id, usual, stretch),
  getResult: (actor: Actor, id: string, row: number) => reads.getResult(actor, id, row),
  listPositions: (actor: Actor, id: string) => reads.listPositions(actor, id, usual),
  listGroups: (actor: Actor, id: string) => reads.listGroups(actor, id, { ...usual, group_by: 'source' }),
  listRows: (actor: Actor, id: string, row: number) => reads.listRows(actor, id, [row]),
  listHistory: (actor: Actor, id: string, row: number) => reads.listHistory(actor, id, row),
  listReviewerInfos: (actor: Actor, id: string) => reads.listReviewerInfos(actor, id),
  getReviewContext: (actor: Actor, id: string) => reads.getReviewContext(actor, id),
  watch: (actor: Actor, id: string) => reads.watch(actor, id, () => undefined, AbortSignal.abort()),
}

describe('a reviewer beside another one', () => {
  test('sees their own rows and those shared, in every read', async () => {
    expect(await idsOf(ofAna, 'c')).toEqual([0, 1, 2])
    expect(await idsOf(ofBob, 'c')).toEqual([2, 3])
    expect(await reads.listPositions(ofAna, 'c', usual)).toEqual({ total: 3, runs: [0, 3], seq: 0 })
    expect(await reads.listPositions(ofBob, 'c', usual)).toEqual({ total: 2, runs: [2, 2], seq: 0 })
    const asked = await reads.listRows(ofAna, 'c', [3, 2, 99, 0, 2])
    expect(asked.map((row) => row.result_id)).toEqual([2, 0])
    expect(await reads.listHistory(ofBob, 'c', 2)).toHaveLength(1)
  })

  test.each(['getResult', 'listRows', 'listHistory'] as const)(
    "%s answers about the other's row as about none",
    async (name) => {
      for (const [actor, row] of [
        [ofAna, 3],
        [ofBob, 0],
        [ofAna, 4],
      ] as const)
        expect(await answer(everyRead[name](actor, 'c', row))).toEqual(
          await answer(everyRead[name](actor, 'c', 999_999)),
        )
    },
  )

  test('gets counters, reviewers and shares of the rows they see', async () => {
    expect(await reads.getCertification(ofAna, 'c')).toMatchObject({
      counts_cover: 'yours',
      total_result_count: 3,
      total_complete_count: 1,
      total_rejected_count: 1,
      total_accepted_count: 0,
      total_signed_off_count: 0,
      reviewers: [ana, bob],
      results_updated_at: '2026-03-02T09:00:02Z',
      query_used: {},
    })
    const shares = async (actor: Actor) =>
      (await reads.listReviewerInfos(actor, 'c')).map(({ reviewer, row_stats }) => [
        reviewer.id,
        row_stats.total,
      ])
    expect(await shares(ofAna)).toEqual([
      ['ana', '3'],
      ['bob', '1'],
    ])
    expect(await shares(ofBob)).toEqual([
      ['ana', '1'],
      ['bob', '2'],
    ])
    expect(await shares(admin)).toEqual([
      ['ana', '3'],
      ['bob', '2'],
    ])
  })

  test('learns nothing from filters aimed at the other, or from the context', async () => {
    const aimed = (text: string): ResultQuery => ({ ...usual, mutable_filter: parse(text) })
    expect(await idsOf(ofAna, 'c', aimed('reviewers eq "bob@example.com"'))).toEqual([2])
    expect(await idsOf(ofAna, 'c', aimed('not (reviewers eq "ana@example.com")'))).toEqual([])
    expect(await reads.listPositions(ofAna, 'c', aimed('reviewers eq "root@example.com"'))).toEqual({
      total: 0,
      runs: [],
      seq: 0,
    })
    expect(await reads.getReviewContext(ofBob, 'c')).toMatchObject({
      workflow_name: 'w',
      workflow_description: '',
      own: false,
      my_open_rows: 1,
      attributes: { source: ['of_row', 'only_2', 'only_3'], destination: [], waypoint: [] },
    })
  })

  test('knows only workflows and certifications with rows of theirs, workflows by name alone', async () => {
    const [workflow, ...others] = await reads.listWorkflows(ofAna)
    expect(others.map((other) => other.workflow_id)).toEqual(['w'])
    expect(workflow).toEqual({
      workflow_id: 'phases',
      name: 'phases',
      description: '',
      owner: null,
      notes: '',
      query: {},
      creator: null,
      created_at: null,
    })
    const certifications = await reads.listCertifications(ofAna, undefined)
    expect(certifications.map((one) => one.certification_id)).toEqual(['expired', 'of owen', 'c'])
    expect(await reads.listCertifications(ofAna, 'hidden')).toEqual([])
    expect(await answer(reads.listSnapshots(ofAna, 'w'))).toEqual(
      await answer(reads.listSnapshots(ofAna, 'x')),
    )
  })
})

const invisible: readonly (readonly [string, Actor, string])[] = [
  ['without a row there', ofAna, 'nobody'],
  ['of the same id and another type', nobody, 'c'],
  ['with no role', anActor(ana, []), 'c'],
  ['before it is published', ofAna, 'draft'],
  ['while it is searching', ofAna, 'searching'],
  ['when it failed', ofAna, 'failed'],
  ['once it is completed', ofAna, 'completed'],
  ['an operator whose it is not', ofOwen, 'c'],
  ["an operator, of another's draft", ofOlga, 'draft'],
]

describe.each(invisible)('a certification is not there: %s', (_, actor, id) => {
  test.each(Object.keys(everyRead) as (keyof typeof everyRead)[])('%s', async (name) => {
    expect(await answer(everyRead[name](actor, id, 0))).toEqual(
      await answer(everyRead[name](actor, 'nonsense', 0)),
    )
  })
})

describe('who sees the whole', () => {
  test.each([
    ['an admin', admin],
    ['an auditor', auditor],
  ])('%s: everything, in every phase', async (_, actor) => {
    for (const id of ['c', 'of owen', ...Object.keys(phases)]) expect(await idsOf(actor, id)).toHaveLength(5)
    expect(await reads.listCertifications(actor, undefined)).toHaveLength(8)
    expect(await reads.getCertification(actor, 'c')).toMatchObject({
      counts_cover: 'all',
      total_result_count: 5,
      total_complete_count: 2,
      total_signed_off_count: 1,
      reviewers: [ana, bob],
      query_used: { of: 'c' },
    })
    expect((await reads.listPositions(actor, 'c', usual)).seq).toBe(5)
    expect(await reads.listWorkflows(actor)).toHaveLength(3)
  })

  test('an operator: what they created and what belongs to their workflows, and rows that are theirs', async () => {
    const seen = async (actor: Actor) =>
      (await reads.listCertifications(actor, undefined)).map((one) => [
        one.certification_id,
        one.counts_cover,
      ])
    expect(await seen(ofOlga)).toEqual([
      ['of owen', 'all'],
      ['c', 'all'],
    ])
    expect(await seen(ofOwen)).toEqual([['of owen', 'all']])
    expect((await reads.getReviewContext(ofOlga, 'c')).own).toBe(true)
    const assigned = anActor(bob, ['operator'])
    expect(await idsOf(assigned, 'c')).toEqual([2, 3])
    expect(await reads.getCertification(assigned, 'c')).toMatchObject({
      counts_cover: 'yours',
      total_result_count: 2,
    })
  })

  test("a person's key sees what the person sees", async () => {
    const key: Actor = { ...ofAna, via: 'key', scopes: ['reviews:read'] }
    expect(await reads.listResults(key, 'c', usual, stretch)).toEqual(
      await reads.listResults(ofAna, 'c', usual, stretch),
    )
  })
})
