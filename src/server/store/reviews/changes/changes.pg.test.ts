import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { Actor } from '#contract/permissions.ts'
import type { ResultChange } from '#contract/reviews/result.ts'
import { Result } from '#contract/reviews/result.ts'
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
import { Refused } from '../../../refused.ts'
import type { ChangeConditions } from '../../../reviews/reviews.ts'
import { localReviews } from '../../../local-backend.ts'
import { listHistory } from '../log/history.ts'
import { getResult } from '../results/result-rows.ts'

const quiet = { info: () => undefined, warn: () => undefined }

const [ana, bob, eve] = [aUser('ana'), aUser('bob'), aUser('eve')]
const root = anActor(aUser('root'), ['admin'])
const asAna = anActor(ana, ['reviewer'])
const asBob = anActor(bob, ['reviewer'])
const hook: Actor = { ...anActor(aUser('root'), ['admin']), via: 'key', id: 'key:h', scopes: ['hooks:write'] }
const machine: Actor = { ...asAna, via: 'key', id: 'key:m', scopes: ['reviews:decide'] }

let database: TestDatabase
let changes: ReturnType<typeof localReviews>
let id = ''
let number = 0
const db = () => database.store.db

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  // One moment for all: order in the log must not hang on the clock.
  changes = localReviews(database.store, () => new Date('2026-03-02T10:00:00.500Z'), quiet)
  await insertPeople(db(), [ana, bob, eve], ['reviewer'])
  await insertPeople(db(), [aUser('root')], ['admin'])
  await insertWorkflow(db(), { workflow_id: 'w' })
  await sql`INSERT INTO review_setting (leaf, value) VALUES ('staff_decides', '{"staff_decides": true}')`.execute(
    db(),
  )
})
afterAll(() => database.drop())
beforeEach(async () => {
  id = `c${number + 1}`
  number = await insertCertification(db(), { certification_id: id, workflow_id: 'w' }, [
    aRow({ reviewers: [ana, bob] }),
    aRow({ reviewers: [bob] }),
  ])
})

type Given = Omit<ResultChange, 'result_id'>
const on = (given: Partial<ChangeConditions> = {}): ChangeConditions => ({
  version: undefined,
  key: undefined,
  fingerprint: createHash('sha256').update('one').digest(),
  ...given,
})
const put = (actor: Actor, change: Given, given: Partial<ChangeConditions> = {}) =>
  changes.updateResult(actor, id, { result_id: 0, ...change }, on(given))
const force = (change: Record<string, unknown>) =>
  changes.forceUpdateResult(root, id, { result_id: 0, ...change }, on())
const historyOf = () => listHistory(db(), root, id, 0)
const row = async () => Result.parse(await getResult(db(), root, id, 0))
const counters = async () => {
  const { rows } = await sql`SELECT total_accepted_count AS accepted, total_rejected_count AS rejected,
    total_fixed_count AS fixed, total_signed_off_count AS signed, log_seq::integer AS seq FROM certification
    WHERE number = ${number}`.execute(db())
  return rows[0]
}
const refusal = async (change: Promise<unknown>) => {
  const outcome = await change.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(outcome instanceof Refused)) throw new Error('was not refused', { cause: outcome })
  return outcome.problem
}
const everything = async () => {
  const tables = ['certification', 'result', 'result_reviewer', 'result_log', 'outbox_event', 'operation_key']
  const parts = tables.map(
    (name) => sql`(SELECT json_agg(t ORDER BY t::text) FROM ${sql.table(name)} AS t) AS ${sql.ref(name)}`,
  )
  return (await sql`SELECT ${sql.join(parts)}`.execute(db())).rows
}

test("the seed's sample log comes about by its four actions", async () => {
  await put(root, { reviewers: [{ user_type: ana.user_type, id: ana.id }] })
  await put(root, { decision: 'RESULT_DECISION_ACCEPTED', notes: 'OK' })
  await put(root, { decision: 'RESULT_DECISION_FIXED' })
  await put(root, { notes: 'updating the note' })
  const { action_log_entries, notes, version } = await row()
  const user = aUser('root')
  const time = expect.stringMatching(/^2026-03-02T10:00:00\.50000000\dZ$/)
  expect(action_log_entries).toEqual([
    {
      action: 'REVIEWER_ASSIGNED',
      user,
      time,
      reviewer_detail: { old_reviewers: [ana, bob], new_reviewers: [ana] },
    },
    { action: 'DECISION', user, time, decision_detail: { decision: 'RESULT_DECISION_ACCEPTED', note: 'OK' } },
    { action: 'DECISION', user, time, decision_detail: { decision: 'RESULT_DECISION_FIXED', note: '' } },
    { action: 'NOTE_ADDED', user, time, note: 'updating the note' },
  ])
  const times = action_log_entries.map((entry) => entry.time)
  expect(new Set(times).size).toBe(4)
  expect(times).toEqual(times.toSorted())
  expect({ notes, version }).toEqual({ notes: 'updating the note', version: 5 })
})

describe('what a change leaves', () => {
  test('decision, note, reviewers and sign-off in one change, logged in this order', async () => {
    const change = {
      decision: 'RESULT_DECISION_REJECTED',
      notes: 'left in May',
      reviewers: [ana, eve],
      signed_off_state: 'SIGNED_OFF',
    } satisfies Given
    expect(await put(asAna, change)).toEqual({ version: 2, replayed: false })
    const history = await historyOf()
    expect(history.map((entry) => entry.action)).toEqual(['DECISION', 'REVIEWER_ASSIGNED', 'SIGNED_OFF'])
    expect(history.map((entry) => [entry.seq, entry.via])).toEqual([1, 2, 3].map((seq) => [seq, 'session']))
    expect(await row()).toMatchObject({
      decision: 'RESULT_DECISION_REJECTED',
      notes: 'left in May',
      reviewers: [ana, eve],
      signed_off_state: 'SIGNED_OFF',
      signed_off_by: ana,
      signed_off_at: history[2]?.time,
      updated_at: history[2]?.time,
      updated_by: ana,
      version: 2,
    })
    expect(await counters()).toEqual({ accepted: 0, rejected: 1, fixed: 0, signed: 1, seq: 3 })
    expect((await refusal(put(asBob, { notes: 'mine' }))).code).toBe('NotFound')
    const { rows } = await sql`SELECT kind, detail->'version' AS version, detail->'last_seq' AS seq,
      jsonb_array_length(detail->'entries') AS entries FROM outbox_event WHERE certification = ${number}`.execute(
      db(),
    )
    expect(rows).toEqual([{ kind: 'result_changed', version: 2, seq: 3, entries: 3 }])
  })

  test('each row is in one counter, whatever it was before', async () => {
    await put(root, { decision: 'RESULT_DECISION_ACCEPTED' })
    expect(await counters()).toMatchObject({ accepted: 1, rejected: 0, fixed: 0 })
    await put(root, { decision: 'RESULT_DECISION_REJECTED', notes: 'no' })
    expect(await counters()).toMatchObject({ accepted: 0, rejected: 1, fixed: 0 })
    await put(root, { decision: 'RESULT_DECISION_FIXED' })
    expect(await counters()).toMatchObject({ accepted: 0, rejected: 0, fixed: 1 })
    await put(root, { decision: 'RESULT_DECISION_NONE' })
    expect(await counters()).toMatchObject({ accepted: 0, rejected: 0, fixed: 0 })
  })

  test('notes: kept by a decision without, cleared by a blank, absent when empty', async () => {
    await put(asAna, { notes: 'first' })
    await put(asAna, { decision: 'RESULT_DECISION_ACCEPTED', notes: '' })
    expect((await row()).notes).toBe('first')
    await put(asAna, { decision: 'RESULT_DECISION_ACCEPTED', notes: ' ' })
    expect((await row()).notes).toBe('')
    await put(asAna, { notes: 'second' })
    await put(asAna, { notes: ' ' })
    expect((await row()).notes).toBe('')
    expect((await historyOf()).map((entry) => entry.note ?? entry.decision_detail?.note)).toEqual([
      'first',
      '',
      ' ',
      'second',
      ' ',
    ])
  })

  test('a forced change undoes a sign-off first, and its entries carry the reason', async () => {
    await put(asAna, { decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' })
    await force({ signed_off_state: 'NOT_SIGNED_OFF', decision: 'RESULT_DECISION_REJECTED', reason: 'wrong' })
    const entries = (await historyOf()).slice(2)
    expect(entries.map(({ action, reason }) => [action, reason])).toEqual([
      ['SIGN_OFF_UNDONE', 'wrong'],
      ['DECISION', 'wrong'],
    ])
    const after = await row()
    expect(after).toMatchObject({
      signed_off_state: 'NOT_SIGNED_OFF',
      signed_off_at: null,
      signed_off_by: null,
    })
    expect(await counters()).toMatchObject({ accepted: 0, rejected: 1, signed: 0 })
  })

  test('NOT_SIGNED_OFF changes nothing on a row that is not, and is refused on one that is', async () => {
    expect(await put(asAna, { signed_off_state: 'NOT_SIGNED_OFF' })).toEqual({ version: 1, replayed: false })
    expect(await historyOf()).toEqual([])
    await put(asAna, { decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' })
    expect((await refusal(put(asAna, { signed_off_state: 'NOT_SIGNED_OFF' }))).code).toBe(
      'FailedPrecondition',
    )
  })

  test('the report of an integration, in any phase, and only the latest in the row', async () => {
    await sql`UPDATE certification SET state = 'CERT_STATE_COMPLETED', completed_at = '2020-01-01T00:00:00Z'
      WHERE number = ${number}`.execute(db())
    const report = { result_id: 0, webhook_info: 'Ticket could not be created' }
    await changes.updateWebhookInfo(hook, id, { ...report, notification_status: 'PENDING' })
    await changes.updateWebhookInfo(hook, id, { ...report, notification_status: 'FAILED' })
    const { notification_status, notification_response_infos } = await row()
    expect(notification_status).toBe('FAILED')
    expect(notification_response_infos).toMatchObject([
      { status: 'FAILED', error_message: report.webhook_info, webhook_info: { info: report.webhook_info } },
    ])
    expect((await historyOf()).map((entry) => [entry.action, entry.note, entry.via])).toEqual([
      ['WEBHOOK_STATUS', 'PENDING: Ticket could not be created', 'key:h'],
      ['WEBHOOK_STATUS', 'FAILED: Ticket could not be created', 'key:h'],
    ])
    const unknown = changes.updateWebhookInfo(hook, id, { ...report, notification_status: 'UNKNOWN' })
    expect((await refusal(unknown)).violations?.[0]?.field).toBe('notification_status')
  })
})

describe('reviewers', () => {
  test.each([
    ['nobody known', [ana, { user_type: 'localCookieUser', id: 'zoe-q' }], 'reviewers.1'],
    ['the id under another type', [{ user_type: 'OktaUser', id: 'ana' }], 'reviewers.0'],
    ['another email', [ana, { ...bob, email: 'bob@elsewhere.com' }], 'reviewers.1.email'],
    ['another name', [{ ...bob, name: 'Robert' }], 'reviewers.0.name'],
  ])('%s is refused by name, and nothing is assigned in part', async (_, reviewers, field) => {
    const before = await everything()
    const problem = await refusal(put(asAna, { decision: 'RESULT_DECISION_ACCEPTED', reviewers }))
    expect(problem).toMatchObject({ code: 'InvalidArgument', violations: [{ field }] })
    expect(JSON.stringify(problem)).not.toMatch(/elsewhere|Robert|zoe-q/)
    expect(await everything()).toEqual(before)
  })

  test('somebody on the deny list is refused; delegates come with those they stand for', async () => {
    await sql`INSERT INTO denied_reviewer VALUES ('localCookieUser', 'eve')`.execute(db())
    await sql`INSERT INTO delegation VALUES ('localCookieUser', 'ana', 'localCookieUser', 'bob'),
      ('localCookieUser', 'ana', 'localCookieUser', 'eve')`.execute(db())
    const problem = await refusal(put(asAna, { reviewers: [ana, eve] }))
    expect(problem.violations?.[0]?.field).toBe('reviewers.1')
    await put(asAna, { reviewers: [{ ...ana, email: 'ANA@example.com' }, ana] })
    expect((await row()).reviewers).toEqual([ana, bob])
    const { rows } = await sql<{ user_id: string }>`SELECT user_id FROM result_reviewer
      WHERE certification = ${number} AND result_id = 0 ORDER BY 1`.execute(db())
    expect(rows.map((one) => one.user_id)).toEqual(['ana', 'bob'])
    await sql`DELETE FROM denied_reviewer`.execute(db())
    await sql`DELETE FROM delegation`.execute(db())
  })

  test('nobody is given their own access to review where that is prevented', async () => {
    await insertWorkflow(db(), { workflow_id: 'strict' })
    await sql`INSERT INTO review_setting VALUES ('self_reviewer_settings', 'strict',
      '{"self_reviewer_checking": "SELF_REVIEWER_CHECKING_ENABLED"}')`.execute(db())
    const source = aNode('OktaUser', 'okta-7', { email: 'Bob@Example.com' })
    id = 'own'
    number = await insertCertification(db(), { certification_id: id, workflow_id: 'strict' }, [
      aRow({ reviewers: [ana, bob], source }),
    ])
    expect((await refusal(put(asBob, { decision: 'RESULT_DECISION_ACCEPTED' }))).code).toBe(
      'PermissionDenied',
    )
    expect((await refusal(put(asAna, { reviewers: [ana, bob] }))).violations?.[0]?.field).toBe('reviewers.1')
    // Nor by a delegation, in which nobody names them.
    await sql`INSERT INTO delegation VALUES ('localCookieUser', 'eve', 'localCookieUser', 'bob')`.execute(
      db(),
    )
    await put(asAna, { reviewers: [eve] })
    await sql`DELETE FROM delegation`.execute(db())
    expect((await row()).reviewers).toEqual([eve])
  })
})

describe('refused before anything is done', () => {
  test.each([
    ['no change at all', {}, 'value'],
    ['an empty note alone', { notes: '' }, 'value'],
    ['a decision that only stands in answers', { decision: 'RESULT_DECISION_UNKNOWN' }, 'decision'],
    ['such a sign-off', { signed_off_state: 'UNKNOWN_SIGNED_OFF' }, 'signed_off_state'],
  ] as const)('%s', async (_, change, field) => {
    expect((await refusal(put(asAna, change))).violations?.[0]?.field).toBe(field)
  })

  test('a rejection without a note: by the page, and for keys where somebody has set it', async () => {
    const reject = { decision: 'RESULT_DECISION_REJECTED', notes: ' ' } as const
    expect((await refusal(put(asAna, reject))).violations?.[0]?.field).toBe('notes')
    await put(machine, reject)
    await sql`INSERT INTO review_setting (leaf, value) VALUES ('ui_customization_settings',
      '{"accept_notes_behavior": "POP_UP_REQUIRED", "reject_notes_behavior": "NO_POP_UP"}')`.execute(db())
    await put(asAna, reject)
    const accept = { decision: 'RESULT_DECISION_ACCEPTED' } as const
    expect((await refusal(put(machine, accept))).violations?.[0]?.field).toBe('notes')
    await sql`DELETE FROM review_setting WHERE leaf = 'ui_customization_settings'`.execute(db())
  })

  test('what a key is not made for', async () => {
    expect((await refusal(put(machine, { reviewers: [ana] }))).message).toMatch('reviews:assign')
    expect((await refusal(put(machine, { decision: 'RESULT_DECISION_FIXED' }))).message).toMatch(
      'reviews:fix',
    )
  })

  test("a row that is not there, one that is another's, and a certification that is not there: one answer", async () => {
    const asked = [
      put(asAna, { notes: 'x' }, { version: 7 }),
      changes.updateResult(asAna, id, { result_id: 1, notes: 'x' }, on()),
      changes.updateResult(asAna, id, { result_id: 99, notes: 'x' }, on()),
      changes.updateResult(asAna, 'nonsense', { result_id: 0, notes: 'x' }, on()),
    ]
    const [stale, ...others] = await Promise.all(asked.map(refusal))
    expect(stale?.code).toBe('PreconditionFailed')
    expect(others.map((problem) => problem.code)).toEqual(['NotFound', 'NotFound', 'NotFound'])
    expect(new Set(others.map((problem) => JSON.stringify(problem))).size).toBe(1)
  })
})

test('T35 nobody who may decide nothing is given a row', async () => {
  const [idle, reader] = [aUser('idle'), aUser('reader')]
  await insertPeople(db(), [idle], [])
  await insertPeople(db(), [reader], ['auditor'])
  for (const { user_type, id: person } of [idle, reader]) {
    const problem = await refusal(put(asAna, { reviewers: [{ user_type, id: person }] }))
    expect([problem.code, problem.violations?.[0]?.field]).toEqual(['InvalidArgument', 'reviewers.0'])
  }
  expect((await row()).reviewers).toEqual([ana, bob])
})

describe('T35 a row without a reviewer', () => {
  const assigner: Actor = { ...asAna, via: 'key', id: 'key:a', scopes: ['reviews:assign'] }

  test('is nothing that its own reviewer can make of it, by key neither, and other changes with it are not made', async () => {
    for (const actor of [asAna, assigner])
      expect(await refusal(put(actor, { reviewers: [] }))).toEqual({
        code: 'PermissionDenied',
        message: 'Only those who run the review may leave a row without a reviewer.',
      })
    expect((await refusal(put(asAna, { decision: 'RESULT_DECISION_ACCEPTED', reviewers: [] }))).code).toBe(
      'PermissionDenied',
    )
    expect(await row()).toMatchObject({ reviewers: [ana, bob], decision: 'RESULT_DECISION_NONE', version: 1 })
  })

  test('may be left by those who run the certification, and given on by its reviewer', async () => {
    await put(asAna, { reviewers: [{ user_type: eve.user_type, id: eve.id }] })
    expect((await row()).reviewers).toEqual([eve])
    await put(root, { reviewers: [] })
    expect((await row()).reviewers).toEqual([])
  })
})

describe('two at once', () => {
  test('a change on an older version is refused with the row as it is and what was done since', async () => {
    await put(asAna, { notes: 'before' })
    await put(asBob, { decision: 'RESULT_DECISION_REJECTED', notes: 'left', signed_off_state: 'SIGNED_OFF' })
    const problem = await refusal(put(asAna, { decision: 'RESULT_DECISION_ACCEPTED' }, { version: 2 }))
    expect(problem).toMatchObject({
      code: 'PreconditionFailed',
      current: {
        value: { decision: 'RESULT_DECISION_REJECTED', version: 3, updated_by: bob },
        entries: [
          { action: 'DECISION', user: bob, seq: 2 },
          { action: 'SIGNED_OFF', seq: 3 },
        ],
      },
    })
  })

  test('of twenty changes on one version one is made; without a version all are', async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ notes: `note ${index}` }))
    const first = await Promise.allSettled(many.map((change) => put(asAna, change, { version: 1 })))
    expect(first.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const codes = first.flatMap((one) => (one.status === 'rejected' ? [one.reason.problem.code] : []))
    expect(new Set(codes)).toEqual(new Set(['PreconditionFailed']))
    await Promise.all(many.map((change) => put(asAna, change)))
    expect((await row()).version).toBe(22)
    const history = await historyOf()
    expect(history.map((entry) => entry.seq)).toEqual(history.map((_, index) => index + 1))
    expect(history).toHaveLength(21)
  })

  test('a certification that closes between the read and the write lets nothing through', async () => {
    const busy = await db()
      .transaction()
      .execute(async (closing) => {
        await sql`UPDATE certification SET rules_version = rules_version + 1, state = 'CERT_STATE_COMPLETED',
        completed_at = '2026-03-02T09:00:00Z' WHERE number = ${number}`.execute(closing)
        const change = refusal(put(root, { notes: 'x' }))
        const waiting = sql<{ waits: boolean }>`SELECT count(*) > 0 AS waits FROM pg_locks WHERE NOT granted`
        while (!(await waiting.execute(db())).rows[0]?.waits);
        return { change }
      })
    expect(await busy.change).toMatchObject({ message: 'This review is completed.' })
    expect(await historyOf()).toEqual([])
  })
})

describe('repeats', () => {
  const change = { decision: 'RESULT_DECISION_ACCEPTED' } as const

  test('get the earlier answer, even when the row is no longer theirs', async () => {
    const key = `k${number}`
    expect(await put(asAna, change, { key, version: 1 })).toEqual({ version: 2, replayed: false })
    await put(root, { reviewers: [bob] })
    expect(await put(asAna, change, { key, version: 1 })).toEqual({ version: 2, replayed: true })
    expect(await historyOf()).toHaveLength(2)
    expect((await refusal(put(asAna, change, { key: 'new' }))).code).toBe('NotFound')
    const other = createHash('sha256').update('two').digest()
    expect((await refusal(put(asAna, change, { key, fingerprint: other }))).code).toBe('KeyReused')
  })

  test('at the same time are made once', async () => {
    const key = `k${number}`
    const all = await Promise.all(Array.from({ length: 10 }, () => put(asAna, change, { key })))
    expect(all.map((one) => one.version)).toEqual(Array.from({ length: 10 }, () => 2))
    expect(all.filter((one) => !one.replayed)).toHaveLength(1)
    expect(await historyOf()).toHaveLength(1)
  })

  test('under one key for several rows at once: one is made, and spoils no other change', async () => {
    const key = `k${number}`
    const of = (result_id: number, given: Partial<ChangeConditions>) =>
      changes.updateResult(root, id, { result_id, ...change }, on(given))
    const fingerprint = createHash('sha256').update('another row').digest()
    // The first two go alone; what comes meanwhile goes together.
    const all = await Promise.allSettled([
      of(0, { key: 'before' }),
      of(0, { key: 'beside' }),
      of(0, { key }),
      of(1, { key, fingerprint }),
      of(0, { key: 'after' }),
    ])
    const problems = all.map((one) =>
      one.status === 'rejected' ? (one.reason as Refused).problem.code : 'made',
    )
    expect(problems.filter((one) => one !== 'made')).toEqual(['KeyReused'])
    const { rows } =
      await sql`SELECT seq::integer FROM result_log WHERE certification = ${number} ORDER BY seq`.execute(
        db(),
      )
    expect(rows).toEqual(rows.map((_, at) => ({ seq: at + 1 })))
    expect(await counters()).toMatchObject({ seq: rows.length })
  })

  test("are somebody's own, and what was refused is not kept", async () => {
    const key = `k${number}`
    await refusal(put(asAna, { signed_off_state: 'SIGNED_OFF' }, { key }))
    await put(asAna, change, { key })
    expect(await put(asBob, change, { key })).toMatchObject({ replayed: false })
  })
})

test('a failure in the middle leaves nothing', async () => {
  const before = await everything()
  for (const table of ['result_log', 'outbox_event', 'operation_key']) {
    await sql`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`.execute(
      db(),
    )
    await sql`CREATE TRIGGER fail BEFORE INSERT ON ${sql.table(table)} EXECUTE FUNCTION fail()`.execute(db())
    const change = { decision: 'RESULT_DECISION_ACCEPTED', reviewers: [ana] } satisfies Given
    await expect(put(asAna, change, { key: 'middle' })).rejects.toThrow('no')
    await sql`DROP FUNCTION fail() CASCADE`.execute(db())
    expect(await everything()).toEqual(before)
  }
})

test('the log takes entries only at its end', async () => {
  await put(asAna, { notes: 'x' })
  const statements = [
    sql`UPDATE result_log SET at = ''`,
    sql`DELETE FROM result_log`,
    sql`TRUNCATE result_log`,
  ]
  for (const statement of statements) await expect(statement.execute(db())).rejects.toThrow('append-only')
})
