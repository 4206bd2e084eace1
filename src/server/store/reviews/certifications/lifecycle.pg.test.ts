import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { type PublishDoubt, publishDoubts } from '#contract/reviews/assignment.ts'
import type { CertificationInput } from '#contract/reviews/certification.ts'
import { CertificationInput as Input } from '#contract/reviews/certification.ts'
import {
  aNode,
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { type AccessRowInput, copyAccessRows, rowKeyOf } from '../access/access-rows.ts'
import { getCertification } from './certification-reads.ts'
import { expireOverdue } from '../../../reviews/expire.ts'
import { certificationStore } from './certification-store.ts'
import { gatherLeft, gatherRows } from './gather-rows.ts'
import { startReviewJobs } from '../../../jobs/review-jobs.ts'
import { localReviews } from '../../../local-backend.ts'
import { getStanding } from './standing.ts'
import { systemUser } from '../log/system-user.ts'

const now = new Date('2026-03-02T10:00:00Z')
const clock = () => now
const quiet = { info: () => undefined, warn: () => undefined }
const certifications = () => certificationStore(database.store, () => new Date(), quiet)
const root = aUser('root')
const admin = anActor(root, ['admin'])
const operator = anActor(aUser('olga'), ['operator'])
const reviewer = anActor(aUser('rita'), ['reviewer'])

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertPeople(db, [root], ['admin'])
  await insertPeople(db, [aUser('olga')], ['operator'])
  await insertPeople(
    db,
    ['rita', 'rob', 'mia'].map((id) => aUser(id)),
    ['reviewer'],
  )
  await insertWorkflow(db, { workflow_id: 'w1', creator: root, query: { no_relation: false } })
})
afterEach(() => database.drop())

const lifecycle = () => localReviews(database.store, clock, quiet)
const input = (given: Partial<Record<keyof CertificationInput, unknown>> = {}) =>
  Input.parse({ workflow_id: 'w1', ...given })
const read = (id: string) => getCertification(database.store.db, admin, id, clock())

function access(source: string, destination: string, given: Partial<AccessRowInput> = {}): AccessRowInput {
  const [from, to] = [aNode('OktaUser', source), aNode('Role', destination)]
  return {
    row_key: rowKeyOf(from, to, null),
    source: from,
    destination: to,
    waypoint: null,
    raw_permissions: ['a"b', ''],
    effective_permissions: ['DataRead'],
    source_managers: [],
    destination_owners: [],
    reviewers: [],
    ...given,
  }
}

async function insertSnapshot(rows: readonly AccessRowInput[], complete = true): Promise<string> {
  const { snapshot_id } = await database.store.db
    .insertInto('snapshot')
    .values({
      workflow_id: 'w1',
      import_id: null,
      imported_at: '2026-03-01T00:00:00Z',
      rows: rows.length,
      complete,
    })
    .returning('snapshot_id')
    .executeTakeFirstOrThrow()
  const client = await database.store.database.openClient('countersign test')
  await copyAccessRows(client, snapshot_id, rows)
  await client.end()
  return snapshot_id
}

async function created(given: Parameters<typeof input>[0] = {}): Promise<string> {
  const { certification_id: id } = await lifecycle().createCertification(admin, input(given))
  await vi.waitFor(async () => expect((await read(id))?.query_completed_at).not.toBeNull(), {
    timeout: 10_000,
  })
  return id
}

const table = async <T>(text: string) => (await sql.raw<T>(text).execute(database.store.db)).rows

describe('creating', () => {
  test('copies the newest complete snapshot in order, with reviewers, log and counters', async () => {
    await insertSnapshot([access('zoe', 'old')])
    const snapshot = await insertSnapshot([
      access('b', 'y', { source_managers: ['MIA@example.com'] }),
      access('b', 'x', { reviewers: ['rob@example.com'] }),
      access('a', 'z', { source_managers: ['mia'] }),
    ])
    await insertSnapshot([access('half', 'done')], false)
    const id = await created({
      reviewer_assignment: { users_manager: true, reviewers: [{ user_type: 'localCookieUser', id: 'rita' }] },
    })
    expect(await read(id)).toMatchObject({
      state: 'CERT_STATE_IN_PROGRESS',
      query_used: { no_relation: false, snapshot_id: snapshot },
      snapshot_time: '2026-03-01T00:00:00Z',
      total_result_count: 3,
      total_complete_count: 0,
      creator: root,
      error_reason: '',
    })
    const rows = await table<
      Record<string, unknown>
    >(`SELECT result_id, source->>'id' AS s, destination->>'id' AS d,
      raw_permissions, jsonb_path_query_array(reviewers, '$[*].id') AS reviewers, version FROM result ORDER BY result_id`)
    const usual = { raw_permissions: ['a"b', ''], version: 1 }
    expect(rows).toEqual([
      { result_id: 0, s: 'a', d: 'z', reviewers: ['rita', 'mia'], ...usual },
      { result_id: 1, s: 'b', d: 'x', reviewers: ['rita', 'rob'], ...usual },
      { result_id: 2, s: 'b', d: 'y', reviewers: ['rita', 'mia'], ...usual },
    ])
    expect(await table(`SELECT count(*)::integer AS n FROM result_reviewer`)).toEqual([{ n: 6 }])
    const log = await table(
      `SELECT seq, result_id, action, actor, via, at, detail FROM result_log ORDER BY seq`,
    )
    expect(log).toHaveLength(3)
    expect(log[0]).toEqual({
      seq: '1',
      result_id: 0,
      action: 'REVIEWER_ASSIGNED',
      actor: systemUser,
      via: 'job',
      at: '2026-03-02T10:00:00.000000000Z',
      detail: { reviewer_detail: { old_reviewers: [], new_reviewers: [aUser('rita'), aUser('mia')] } },
    })
    expect(await table('SELECT log_seq, log_time FROM certification')).toEqual([
      { log_seq: '3', log_time: '2026-03-02T10:00:00.000000002Z' },
    ])
  })

  test('takes the snapshot that is asked for', async () => {
    const old = await insertSnapshot([access('zoe', 'old')])
    await insertSnapshot([access('a', 'new'), access('b', 'new')])
    expect(await read(await created({ data_source: 2, snapshot_id: Number(old) }))).toMatchObject({
      total_result_count: 1,
      query_used: { snapshot_id: old },
    })
  })

  test('without imported access fails with a reason', async () => {
    expect(await read(await created())).toMatchObject({
      state: 'CERT_STATE_SEARCHING',
      error_reason: expect.stringContaining('no imported access') as string,
      total_result_count: 0,
    })
  })

  test.each([
    ['workflow_id', { workflow_id: 'nope' }],
    ['snapshot_id', { data_source: 2 }],
    ['snapshot_id', { data_source: 2, snapshot_id: '99' }],
    ['snapshot_id', { data_source: 2, snapshot_id: 'x' }],
    ['snapshot_id', { snapshot_id: 1 }],
    [
      'reviewer_assignment.reviewers.0',
      { reviewer_assignment: { reviewers: [{ user_type: 'x', id: 'rita' }] } },
    ],
    [
      'reviewer_assignment.fallback_reviewers.0',
      { reviewer_assignment: { fallback_reviewers: [{ user_type: 'x', id: 'y' }] } },
    ],
  ])('names %s in %j and stores nothing', async (field, given) => {
    await expect(lifecycle().createCertification(admin, input(given))).rejects.toMatchObject({
      problem: { code: 'InvalidArgument', violations: [{ field }] },
    })
    expect(await table('SELECT number FROM certification')).toEqual([])
  })

  test('T19 never refuses for rows that nobody may decide: it leaves them unassigned, and says how many', async () => {
    await insertPeople(database.store.db, [aUser('nora')], [])
    await sql`UPDATE workflow SET creator = ${JSON.stringify({ user_type: 'localCookieUser', id: 'local' })}`.execute(
      database.store.db,
    )
    await insertSnapshot([
      access('a', 'x', { reviewers: ['rob'] }),
      access('b', 'x', { reviewers: ['nora'] }),
      access('c', 'x', { source_managers: ['nobody'] }),
    ])
    const wanted = input({
      reviewer_assignment: {
        users_manager: true,
        fallback_reviewers: [{ user_type: 'localCookieUser', id: 'nora' }],
      },
    })
    const count = {
      rows: 3,
      unassigned: 2,
      reasons: [
        { reasons: ['BUILT_IN', 'NO_MANAGER', 'NO_ROLE'], rows: 1 },
        { reasons: ['BUILT_IN', 'NO_ROLE', 'UNKNOWN'], rows: 1 },
      ],
    }
    expect(await lifecycle().checkCertification(wanted)).toEqual(count)
    const dynamic_information = { identities: [{ type: 'OktaUser', id: 'a' }] }
    expect(await lifecycle().checkCertification({ ...wanted, dynamic_information })).toMatchObject({
      rows: 1,
      unassigned: 0,
    })
    expect(await table('SELECT number FROM certification')).toEqual([])
    const made = await lifecycle().createCertification(admin, wanted)
    expect(made.unassigned_count).toBe(2)
    await vi.waitFor(
      async () => expect((await read(made.certification_id))?.query_completed_at).not.toBeNull(),
      { timeout: 10_000 },
    )
    const { assignment } = await getStanding(database.store.db, admin, made.certification_id)
    expect(assignment).toEqual(count)
    expect(
      await table(`SELECT jsonb_path_query_array(reviewers, '$[*].id') AS r FROM result ORDER BY 1`),
    ).toEqual([{ r: [] }, { r: [] }, { r: ['rob'] }])
  })

  test('left searching by a server that was killed, it goes on at the next start, once', async () => {
    await insertSnapshot([access('a', 'x')])
    await insertCertification(
      database.store.db,
      {
        certification_id: 'c1',
        workflow_id: 'w1',
        state: 'CERT_STATE_SEARCHING',
        snapshot_id: '1',
        query_completed_at: null,
      },
      [],
    )
    await Promise.all([
      gatherLeft(database.store.database, clock, quiet),
      gatherLeft(database.store.database, clock, quiet),
    ])
    await gatherRows(database.store.database, 1, clock)
    expect(await read('c1')).toMatchObject({ state: 'CERT_STATE_IN_PROGRESS', total_result_count: 1 })
  })
})

describe('running', () => {
  const open = { certification_id: 'c1', workflow_id: 'w1' }
  const signed = {
    decision: 'RESULT_DECISION_ACCEPTED',
    signed_off_state: 'SIGNED_OFF',
    signed_off_by: root,
    signed_off_at: '2026-03-02T09:00:00Z',
  }
  const insert = (given: object, rows: Parameters<typeof insertCertification>[2]) =>
    insertCertification(database.store.db, { ...open, ...given }, rows)
  const rules = async () =>
    (await table<{ rules_version: number }>('SELECT rules_version FROM certification'))[0]?.rules_version

  test('changes name, notes and due date and nothing else', async () => {
    await insert({ query_used: { a: 1 } }, [])
    const change = { name: 'n', notes: 'line\nline', due_date: '2026-04-01T12:00:00+02:00' }
    expect(await lifecycle().updateCertification(admin, 'c1', change)).toMatchObject({
      ...change,
      due_date: '2026-04-01T10:00:00Z',
      query_used: { a: 1 },
      updated_by: root,
      updated_at: now.toISOString(),
    })
    expect(await lifecycle().updateCertification(admin, 'c1', { due_date: null })).toMatchObject({
      name: 'n',
      due_date: null,
    })
    expect(await rules()).toBe(3)
  })

  test('a due date in the future opens an expired certification again', async () => {
    await insert({ expired_at: '2026-03-01T00:00:00Z', due_date: '2026-03-01T00:00:00Z' }, [])
    expect(
      await lifecycle().updateCertification(admin, 'c1', { due_date: '2026-03-09T00:00:00Z' }),
    ).toMatchObject({ expired_at: null })
  })

  test('replaces the reviewers of every row that is not signed off, with an entry each', async () => {
    const rows = [
      { reviewers: [aUser('rob')] },
      { ...signed, reviewers: [aUser('rob')] },
      { reviewers: [aUser('rita')] },
      {},
    ]
    await insert({}, rows.map(aRow))
    await database.store.db
      .insertInto('delegation')
      .values({
        original_type: 'localCookieUser',
        original_id: 'mia',
        delegate_type: 'localCookieUser',
        delegate_id: 'rob',
      })
      .execute()
    await lifecycle().updateCertification(admin, 'c1', {
      reviewers: [{ user_type: 'localCookieUser', id: 'mia' }],
    })
    const after = await table(
      `SELECT result_id, jsonb_path_query_array(reviewers, '$[*].id') AS reviewers, version FROM result ORDER BY 1`,
    )
    const both = { reviewers: ['mia', 'rob'], version: 2 }
    expect(after).toEqual([
      { result_id: 0, ...both },
      { result_id: 1, reviewers: ['rob'], version: 1 },
      { result_id: 2, ...both },
      { result_id: 3, ...both },
    ])
    expect(
      await table(`SELECT seq, result_id, detail->'reviewer_detail'->'old_reviewers' AS old FROM result_log`),
    ).toEqual([
      { seq: '1', result_id: 0, old: [aUser('rob')] },
      { seq: '2', result_id: 2, old: [aUser('rita')] },
      { seq: '3', result_id: 3, old: [] },
    ])
    expect(await table(`SELECT kind, result_id FROM outbox_event ORDER BY id`)).toEqual(
      [0, 2, 3].map((result_id) => ({ kind: 'result_changed', result_id })),
    )
    expect(await table(`SELECT count(*)::integer AS n FROM result_reviewer`)).toEqual([{ n: 7 }])
  })

  test('T28 a new certification is refused by name for whom the deny list has, not for who has no role yet', async () => {
    const { db } = database.store
    await insertPeople(db, [{ ...aUser('lena'), name: 'Lena Leaver' }, aUser('nora')], [])
    await sql`INSERT INTO denied_reviewer VALUES ('localCookieUser', 'lena')`.execute(db)
    const of = (...ids: readonly string[]) => ids.map((id) => ({ user_type: 'localCookieUser', id }))
    const create = (reviewer_assignment: Parameters<typeof input>[0]) =>
      lifecycle().createCertification(admin, input({ reviewer_assignment }))
    for (const key of ['reviewers', 'fallback_reviewers'])
      await expect(create({ [key]: of('nora', 'lena') })).rejects.toMatchObject({
        problem: {
          violations: [
            {
              field: `reviewer_assignment.${key}.1`,
              description: 'Lena Leaver (lena@example.com) is on the reviewer deny list',
            },
          ],
        },
      })
    expect(await table('SELECT number FROM certification')).toEqual([])
    await created({ reviewer_assignment: { reviewers: of('nora') } })
  })

  test('T28 somebody on the deny list, or without a role, is refused by name', async () => {
    const { db } = database.store
    await insertPeople(db, [{ ...aUser('lena'), name: 'Lena Leaver' }, aUser('nora')], ['reviewer'])
    await sql`UPDATE person SET roles = '{}' WHERE id = 'nora'`.execute(db)
    await insertCertification(db, { certification_id: 'c1', workflow_id: 'w1' }, [
      aRow({ reviewers: [aUser('lena'), aUser('rita')] }),
    ])
    await sql`INSERT INTO denied_reviewer VALUES ('localCookieUser', 'lena')`.execute(db)
    const reviewers = ['lena', 'rita', 'nora'].map((id) => ({ user_type: 'localCookieUser', id }))
    await expect(lifecycle().updateCertification(admin, 'c1', { reviewers })).rejects.toMatchObject({
      problem: {
        message: 'reviewers.0: Lena Leaver (lena@example.com) is on the reviewer deny list',
        violations: [
          {
            field: 'reviewers.0',
            description: 'Lena Leaver (lena@example.com) is on the reviewer deny list',
          },
          { field: 'reviewers.2', description: 'nora (nora@example.com) has no role that may decide' },
        ],
      },
    })
    const { reviewer_problems } = await getStanding(db, admin, 'c1')
    expect(reviewer_problems).toMatchObject([{ reviewer: { id: 'lena' }, problem: 'DENIED' }])
    // Nor does a delegate get rows who may be given none.
    await sql`INSERT INTO delegation VALUES ('localCookieUser', 'rita', 'localCookieUser', 'nora')`.execute(
      db,
    )
    await lifecycle().updateCertification(admin, 'c1', { reviewers: reviewers.slice(1, 2) })
    expect(await table(`SELECT user_id FROM result_reviewer`)).toEqual([{ user_id: 'rita' }])
    expect((await getStanding(db, admin, 'c1')).reviewer_problems).toEqual([])
  })

  test('unknown reviewers are named and nothing is assigned', async () => {
    await insert({}, [aRow()])
    const reviewers = [
      { user_type: 'localCookieUser', id: 'mia' },
      { user_type: 'localCookieUser', id: 'nobody' },
    ]
    await expect(
      lifecycle().updateCertification(admin, 'c1', { name: 'x', reviewers }),
    ).rejects.toMatchObject({
      problem: { violations: [{ field: 'reviewers.1' }] },
    })
    expect(await read('c1')).toMatchObject({ name: '' })
    expect(await table('SELECT seq FROM result_log')).toEqual([])
  })

  test('publishes a draft once', async () => {
    await insert({ published: false }, [])
    expect(await lifecycle().publishCertification(admin, 'c1', publishDoubts)).toMatchObject({
      published: true,
    })
    expect(await rules()).toBe(2)
    await expect(lifecycle().publishCertification(admin, 'c1', publishDoubts)).rejects.toMatchObject({
      problem: { code: 'FailedPrecondition', message: 'Only a draft can be published.' },
    })
  })

  test('T19 refuses to publish what leaves doubts, names each, and does it where each is confirmed', async () => {
    await insertCertification(
      database.store.db,
      { certification_id: 'c1', workflow_id: 'w1', published: false },
      [aRow({ reviewers: [aUser('rita')] }), aRow()],
    )
    const publish = (confirm: readonly PublishDoubt[]) =>
      lifecycle().publishCertification(admin, 'c1', confirm)
    await expect(publish([])).rejects.toMatchObject({
      problem: {
        code: 'FailedPrecondition',
        message: expect.stringContaining('1 of 2 rows has no reviewer. There is no due date') as string,
        violations: [
          { field: 'confirm', description: expect.stringContaining('UNASSIGNED_ROWS') as string },
          { field: 'confirm', description: expect.stringContaining('NO_DUE_DATE') as string },
        ],
      },
    })
    await expect(publish(['UNASSIGNED_ROWS'])).rejects.toMatchObject({ problem: { violations: [{}] } })
    await expect(publish(['NOBODY_REVIEWS', 'NO_DUE_DATE'])).rejects.toMatchObject({ problem: {} })
    expect(await read('c1')).toMatchObject({ published: false })
    expect(await publish(['UNASSIGNED_ROWS', 'NO_DUE_DATE'])).toMatchObject({ published: true })
  })

  test('T19 a draft of which nobody reviews any row says that, and one with everything in order is published', async () => {
    const { db } = database.store
    const draft = { workflow_id: 'w1', published: false, due_date: '2027-01-01T00:00:00Z' }
    await insertCertification(db, { certification_id: 'c1', ...draft }, [aRow(), aRow()])
    await insertCertification(db, { certification_id: 'c2', ...draft }, [
      aRow({ reviewers: [aUser('rita')] }),
    ])
    await expect(lifecycle().publishCertification(admin, 'c1', ['UNASSIGNED_ROWS'])).rejects.toMatchObject({
      problem: { violations: [{ description: 'NOBODY_REVIEWS: No row has a reviewer.' }] },
    })
    expect(await lifecycle().publishCertification(admin, 'c2', [])).toMatchObject({ published: true })
  })

  test('completes when every row is signed off, or as the setting says', async () => {
    await insert({}, [aRow(signed), aRow()])
    await expect(lifecycle().completeCertification(admin, 'c1')).rejects.toMatchObject({
      problem: { code: 'FailedPrecondition', message: '1 of 2 rows are not signed off yet.' },
    })
    const value = JSON.stringify({ completion: 'COMPLETION_ALLOWED_ANYTIME' })
    await sql`INSERT INTO review_setting (leaf, value) VALUES ('cert_completion_settings', ${value}::jsonb)`.execute(
      database.store.db,
    )
    expect(await lifecycle().completeCertification(admin, 'c1')).toMatchObject({
      state: 'CERT_STATE_COMPLETED',
      completed_at: now.toISOString(),
      completed_by: root,
    })
    await expect(lifecycle().updateCertification(admin, 'c1', { name: 'x' })).rejects.toMatchObject({
      problem: { code: 'FailedPrecondition' },
    })
  })

  test("operators run their own, and others' do not exist for them; a reviewer of a row is refused", async () => {
    await insert({}, [aRow({ reviewers: [reviewer.user] })])
    await expect(lifecycle().publishCertification(operator, 'c1', publishDoubts)).rejects.toMatchObject({
      problem: { code: 'NotFound' },
    })
    await expect(lifecycle().completeCertification(reviewer, 'c1')).rejects.toMatchObject({
      problem: { code: 'PermissionDenied' },
    })
    await expect(lifecycle().updateCertification(admin, 'nope', {})).rejects.toMatchObject({
      problem: { code: 'NotFound' },
    })
    await insertCertification(
      database.store.db,
      { certification_id: 'c2', workflow_id: 'w1', creator: operator.user },
      [],
    )
    expect(await lifecycle().completeCertification(operator, 'c2')).toMatchObject({
      state: 'CERT_STATE_COMPLETED',
    })
  })
})

describe('expiry', () => {
  const due = {
    workflow_id: 'w1',
    due_date: '2026-03-02T10:00:00Z',
    due_ns: String(BigInt(now.getTime()) * 1_000_000n),
  }

  test('marks what is due, in progress and published, and nothing else', async () => {
    const { db } = database.store
    await insertCertification(db, { certification_id: 'due', ...due }, [aRow()])
    await insertCertification(db, { certification_id: 'draft', ...due, published: false }, [])
    await insertCertification(db, { certification_id: 'done', ...due, state: 'CERT_STATE_COMPLETED' }, [])
    await insertCertification(
      db,
      { certification_id: 'later', ...due, due_ns: String(BigInt(due.due_ns) + 1n) },
      [],
    )
    expect(
      await Promise.all([expireOverdue(certifications(), now), expireOverdue(certifications(), now)]),
    ).toContain(1)
    expect(await expireOverdue(certifications(), now)).toBe(0)
    expect(await table(`SELECT certification_id FROM certification WHERE expired_at IS NOT NULL`)).toEqual([
      { certification_id: 'due' },
    ])
    expect(await read('due')).toMatchObject({
      expired_at: due.due_date,
      updated_by: systemUser,
      total_rejected_count: 0,
    })
  })

  test('rejects and signs off what is not, where the setting says so', async () => {
    const { db } = database.store
    const value = JSON.stringify({ behavior: 'AUTO_REJECT_INCOMPLETE_RESULTS', note_to_add: 'too late' })
    await sql`INSERT INTO review_setting (leaf, workflow_id, value) VALUES ('review_expiration_behavior', 'w1', ${value}::jsonb)`.execute(
      db,
    )
    const rows = [
      {},
      { decision: 'RESULT_DECISION_ACCEPTED', notes: 'fine' },
      { decision: 'RESULT_DECISION_REJECTED', notes: 'why' },
      { decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' },
    ]
    await insertCertification(db, { certification_id: 'due', ...due }, rows.map(aRow))
    const jobs = startReviewJobs(database.store, clock, quiet)
    await jobs.stop()
    expect(
      await table(
        `SELECT result_id, decision, notes, signed_off_state, version, signed_off_by->>'id' AS by FROM result ORDER BY 1`,
      ),
    ).toEqual([
      {
        result_id: 0,
        decision: 'RESULT_DECISION_REJECTED',
        notes: 'too late',
        signed_off_state: 'SIGNED_OFF',
        version: 2,
        by: 'system',
      },
      {
        result_id: 1,
        decision: 'RESULT_DECISION_REJECTED',
        notes: 'too late',
        signed_off_state: 'SIGNED_OFF',
        version: 2,
        by: 'system',
      },
      {
        result_id: 2,
        decision: 'RESULT_DECISION_REJECTED',
        notes: 'why',
        signed_off_state: 'SIGNED_OFF',
        version: 2,
        by: 'system',
      },
      {
        result_id: 3,
        decision: 'RESULT_DECISION_ACCEPTED',
        notes: '',
        signed_off_state: 'SIGNED_OFF',
        version: 1,
        by: null,
      },
    ])
    expect(await table(`SELECT seq, result_id, action FROM result_log ORDER BY seq`)).toEqual([
      { seq: '1', result_id: 0, action: 'DECISION' },
      { seq: '2', result_id: 0, action: 'SIGNED_OFF' },
      { seq: '3', result_id: 1, action: 'DECISION' },
      { seq: '4', result_id: 1, action: 'SIGNED_OFF' },
      { seq: '5', result_id: 2, action: 'SIGNED_OFF' },
    ])
    expect(await read('due')).toMatchObject({
      total_rejected_count: 3,
      total_accepted_count: 1,
      total_signed_off_count: 4,
    })
  })
})
