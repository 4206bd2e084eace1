import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { accessChanges, lastDecisions, type LastTime } from '#contract/reviews/last-time.ts'
import type { BulkInput } from '#contract/reviews/bulk.ts'
import { parse } from '#scim/parse.ts'
import { accessOfTwoReviews, type Access, byAnotherWay, expectedOf } from '#testing/last-time-oracle.ts'
import { anActor, aUser, insertPeople } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { gatherNow, twoReviews } from '#testing/two-reviews.ts'
import type { RowChoice } from '../../../reviews/bulk-store.ts'
import type { ResultQuery } from '../../../reviews/reviews.ts'
import { previewBulk } from '../../../reviews/preview-bulk.ts'
import { runNextRows } from '../../../reviews/run-bulk.ts'
import { bulkStore } from '../bulk/bulk-store.ts'
import { listPositions } from '../results/result-list.ts'
import { listRows } from '../results/result-rows.ts'
import { getSinceLastTime, listGone } from './since-last-time.ts'

const ana = aUser('ana')
const asAna = anActor(ana, ['reviewer'])
const admin = anActor(aUser('root'), ['admin'])
const now = new Date('2026-10-02T09:00:00Z')
const fixtures = [20_261_129, 7].map((seed) => accessOfTwoReviews(10_000, seed))

let database: TestDatabase
const db = () => database.store.db
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(db(), [ana, aUser('bob')], ['reviewer'])
  for (const [index, rows] of fixtures.entries())
    await twoReviews(database, [...rows, ...byAnotherWay(rows)], { workflow_id: `w${index}` })
})
afterAll(() => database.drop())

const keyOf = (who: string, way: string | undefined, what: string) => JSON.stringify([who, way ?? null, what])
const expectedRows = (rows: readonly Access[]) =>
  new Map(rows.filter((row) => row.now).map((row) => [keyOf(row.who, row.way, row.what), expectedOf(row)]))

async function factsOf(id: string): Promise<ReadonlyMap<string, LastTime>> {
  const { total, runs } = await listPositions(db(), admin, id, question())
  expect(runs).toEqual([0, total])
  const rows = await listRows(
    db(),
    admin,
    id,
    Array.from({ length: total }, (_, at) => at),
  )
  return new Map(
    rows.map(({ source, waypoint, destination, last_time }) => [
      keyOf(source.id, waypoint?.id, destination.id),
      last_time as LastTime,
    ]),
  )
}

const question = (text?: string): ResultQuery => ({
  filter: undefined,
  mutable_filter: undefined,
  last_time_filter: text === undefined ? undefined : parse(text),
  order: { field: 'result_id', direction: 'asc' },
})

describe.each([0, 1])('of 10,000 rows, fixture %i', (index) => {
  const id = `w${index}-now`
  const rows = fixtures[index] ?? []
  const expected = expectedRows(rows)

  test('each has exactly the facts that the issue asks for', async () => {
    const pairs = new Set(
      [...expected.values()].map(({ access_change, last_decision }) => `${access_change} ${last_decision}`),
    )
    // New access has no decision; all other pairs are there.
    expect(pairs.size).toBe(1 + 4 * 5)
    expect(await factsOf(id)).toEqual(expected)
  })

  test('a filter finds what the facts say, each value alone and several together', async () => {
    const count = async (text: string) => (await listPositions(db(), admin, id, question(text))).total
    const having = (wanted: (facts: ReturnType<typeof expectedOf>) => boolean) =>
      [...expected.values()].filter(wanted).length
    for (const value of accessChanges)
      expect(await count(`access_change eq "${value}"`), value).toBe(
        having(({ access_change }) => access_change === value),
      )
    for (const value of lastDecisions) {
      expect(await count(`last_decision eq "${value}"`), value).toBe(
        having(({ last_decision }) => last_decision === value),
      )
      expect(await count(`last_decision ne "${value}"`), value).toBe(
        having(({ last_decision }) => last_decision !== value),
      )
    }
    expect(
      await count('not (access_change eq "SAME" or last_decision eq "REJECTED") and access_change ne "NEW"'),
    ).toBe(
      having(
        ({ access_change, last_decision }) =>
          access_change !== 'SAME' && last_decision !== 'REJECTED' && access_change !== 'NEW',
      ),
    )
  })

  test('what was reported fixed comes first, and the numbers add up', async () => {
    const since = await getSinceLastTime(db(), admin, id)
    const of = (...wanted: string[]) =>
      [...expected.values()].filter(({ last_decision }) => wanted.includes(last_decision)).length
    expect(since).toMatchObject({
      compared: true,
      previous: { certification_id: `w${index}-before`, name: 'Q3', ended_at: '2026-07-20T09:00:00Z' },
      rejected_before: { rows: of('REJECTED', 'FIXED'), to_decide: of('REJECTED', 'FIXED') },
      fixed_before: { rows: of('FIXED') },
      rejected_by_rule: { rows: of('REJECTED_BY_RULE') },
      unchanged: {
        rows: [...expected.values()].filter((one) => isUnchanged(one)).length,
      },
    })
    const { runs } = await listPositions(
      db(),
      admin,
      id,
      question('last_decision eq "FIXED" or last_decision eq "REJECTED"'),
    )
    const first = await listRows(db(), admin, id, runs.slice(0, 1))
    expect(first[0]?.last_time?.last_decision).toBe('FIXED')
    const ids = runs.flatMap((start, at) =>
      at % 2 === 0 ? Array.from({ length: runs[at + 1] ?? 0 }, (_, next) => start + next) : [],
    )
    const last = await listRows(
      db(),
      admin,
      id,
      ids.slice(since.fixed_before.rows - 1, since.fixed_before.rows + 1),
    )
    expect(last.map(({ last_time }) => last_time?.last_decision)).toEqual(['FIXED', 'REJECTED'])
  })

  test('what has gone is the access of then that is not there now, for who sees the whole of both', async () => {
    const given = [...rows, ...byAnotherWay(rows)]
    const gone = given.filter((row) => row.before && !row.now)
    expect(await getSinceLastTime(db(), admin, id)).toMatchObject({ gone: gone.length })
    const listed = []
    for (let offset = 0; ; offset += 500) {
      const { rows: some, more } = await listGone(db(), admin, id, { offset, limit: 500 })
      listed.push(...some)
      if (!more) break
    }
    expect(listed.map((row) => `${row.source_name} ${row.waypoint_name} ${row.destination_name}`)).toEqual(
      gone.map(({ who, way, what }) => `${who} ${way ?? ''} ${what}`),
    )
    expect(await getSinceLastTime(db(), asAna, id)).toMatchObject({
      gone: null,
      previous: null,
      compared: true,
    })
    await expect(listGone(db(), asAna, id, { offset: 0, limit: 1 })).rejects.toMatchObject({
      problem: { code: 'NotFound' },
    })
  })
})

const isUnchanged = ({ access_change, last_decision }: ReturnType<typeof expectedOf>) =>
  access_change === 'SAME' && last_decision === 'ACCEPTED'

describe('accepting the unchanged', () => {
  const id = 'accept-now'
  const rows = accessOfTwoReviews(400, 3)
  const bulks = () => bulkStore(database.store, () => now)
  const needs = () => ({ bulks: bulks(), expireFirst: () => Promise.resolve(), clock: () => now })
  const choice: RowChoice = {
    filter: undefined,
    mutable_filter: undefined,
    ids: undefined,
    except: new Set(),
    unchangedAccess: true,
  }
  const input: BulkInput = {
    choice: { unchanged_access: true },
    change: { decision: 'RESULT_DECISION_ACCEPTED', notes: 'as in Q3' },
  }
  const preview = (given: BulkInput = input) =>
    previewBulk(needs(), asAna, { certification_id: id, input: given, choice })
  beforeAll(async () => {
    await twoReviews(database, rows, { workflow_id: 'accept' })
    // Some are decided already, one way or the other.
    await sql`UPDATE result SET decision = CASE WHEN result_id % 14 = 0 THEN 'RESULT_DECISION_REJECTED'
        ELSE 'RESULT_DECISION_ACCEPTED' END, version = version + 1
      WHERE certification = (SELECT number FROM certification WHERE certification_id = ${id}) AND result_id % 7 = 0`.execute(
      db(),
    )
  })

  test('changes nothing without a reason, and is taken for nothing else', async () => {
    const bare = await preview({ ...input, change: { decision: 'RESULT_DECISION_ACCEPTED' } })
    expect(bare).toMatchObject({ to_change: 0 })
    expect(bare.left_out.find(({ of }) => of === 'NOTE_NEEDED')?.rows).toBeGreaterThan(5)
    await expect(preview({ ...input, also_decided: true })).rejects.toMatchObject({
      problem: { code: 'InvalidArgument' },
    })
    await expect(
      preview({ ...input, change: { decision: 'RESULT_DECISION_REJECTED', notes: 'x' } }),
    ).rejects.toMatchObject({ problem: { code: 'InvalidArgument' } })
  })

  test('writes exactly the rows whose access is the same, that somebody accepted, and that nobody has decided now', async () => {
    const facts = [...(await factsOf(id)).entries()]
    const before = await listRows(
      db(),
      asAna,
      id,
      facts.map((_, at) => at),
    )
    const wanted = before.filter(({ last_time, decision }) => {
      const { access_change, last_decision } = last_time as LastTime
      return access_change === 'SAME' && last_decision === 'ACCEPTED' && decision === 'RESULT_DECISION_NONE'
    })
    expect(wanted.length).toBeGreaterThan(5)
    const bulk = await preview()
    expect(bulk).toMatchObject({ total: before.length, to_change: wanted.length })
    expect(bulk.left_out.find(({ of }) => of === 'NOT_UNCHANGED')?.rows).toBeGreaterThan(100)
    expect(bulk.left_out.reduce((sum, one) => sum + one.rows, bulk.to_change)).toBe(before.length)
    const { bulk_id } = bulk
    expect(await bulks().start(asAna, { bulk_id, choice, now, unchangedOnly: false })).toBeUndefined()
    while (await runNextRows(needs(), asAna, bulk_id));
    const after = await listRows(
      db(),
      asAna,
      id,
      facts.map((_, at) => at),
    )
    const written = after.filter(({ version }, at) => version !== before[at]?.version)
    expect(written.map(({ result_id }) => result_id)).toEqual(wanted.map(({ result_id }) => result_id))
    expect(new Set(written.map(({ decision, notes }) => `${decision} ${notes}`))).toEqual(
      new Set(['RESULT_DECISION_ACCEPTED as in Q3']),
    )
  })
})

describe('which review it is compared with', () => {
  const one: Access = {
    who: 'p',
    way: undefined,
    what: 'r',
    now: { effective: ['Read'], raw: ['r'] },
    before: { effective: ['Read'], raw: ['r'], decided: [{ by: 'grace', decision: 'ACCEPTED' }], note: '' },
  }
  const gone: Access = { ...one, who: 'q', now: undefined }
  /** No import has the same access twice. */
  const oncePerImport = (row: Access, index: number): Access =>
    index === 1 ? { ...row, now: undefined } : row
  const changeOf = async (id: string) =>
    [...(await factsOf(id)).values()].map(({ access_change }) => access_change)

  test.each([
    ['in progress', { state: 'CERT_STATE_IN_PROGRESS', completed_at: null }],
    ['a draft', { published: false }],
    ['superseded', { state: 'CERT_STATE_SUPERSEDED' }],
    ['of some identities', { dynamic_information: { identities: [{ type: 'OktaUser', id: 'p' }] } }],
  ])('none where the one before is %s: not compared, never new', async (name, earlier) => {
    const { now: id } = await twoReviews(database, [one, gone], { workflow_id: `none ${name}`, earlier })
    expect(await changeOf(id)).toEqual(['NOT_COMPARED'])
    expect(await getSinceLastTime(db(), admin, id)).toMatchObject({
      compared: false,
      previous: null,
      gone: null,
    })
    await expect(listGone(db(), admin, id, { offset: 0, limit: 1 })).rejects.toMatchObject({
      problem: { code: 'NotFound' },
    })
  })

  test.each([
    ['expired', { state: 'CERT_STATE_IN_PROGRESS', completed_at: null, expired_at: '2026-08-01T00:00:00Z' }],
    [
      'past its due date',
      {
        state: 'CERT_STATE_IN_PROGRESS',
        completed_at: null,
        due_date: '2026-08-01T00:00:00Z',
        due_ns: '1785542400000000000',
      },
    ],
  ])('one that is %s', async (name, earlier) => {
    const { now: id } = await twoReviews(database, [one], { workflow_id: `that ${name}`, earlier })
    expect(await changeOf(id)).toEqual(['SAME'])
  })

  test('the one that ended last', async () => {
    const { now: id } = await twoReviews(database, [one], { workflow_id: 'last' })
    await sql`UPDATE certification SET state = 'CERT_STATE_COMPLETED', completed_at = '2026-10-05T00:00:00.5Z'
      WHERE certification_id = ${id}`.execute(db())
    const wider = { ...one, now: { effective: ['Read', 'Write'], raw: ['r'] } }
    await gatherNow(database, [wider, { ...gone, now: gone.before }], {
      workflow_id: 'last',
      later: { certification_id: 'last-third' },
    })
    expect(await changeOf('last-third')).toEqual(['WIDER', 'NEW'])
    const third = await getSinceLastTime(db(), admin, 'last-third')
    expect(third.previous?.certification_id).toBe(id)
    expect(third.rejected_before.rows).toBe(0)
  })

  test('one of some identities compares these alone, and lists nothing as gone', async () => {
    const { now: id } = await twoReviews(database, [one, gone], {
      workflow_id: 'some',
      later: { dynamic_information: { identities: [{ type: 'OktaUser', id: 'p' }] } },
    })
    expect(await changeOf(id)).toEqual(['SAME'])
    expect((await getSinceLastTime(db(), admin, id)).gone).toBe(0)
    expect(await listGone(db(), admin, id, { offset: 0, limit: 1 })).toEqual({ rows: [], more: false })
  })

  test('access that was there twice is not compared, and has not gone', async () => {
    const { now: id } = await twoReviews(database, [one, one, gone].map(oncePerImport), {
      workflow_id: 'twice',
    })
    expect(await changeOf(id)).toEqual(['NOT_COMPARED'])
    const listed = await listGone(db(), admin, id, { offset: 0, limit: 9 })
    expect(listed.rows.map(({ source_name }) => source_name)).toEqual(['q'])
    expect((await getSinceLastTime(db(), admin, id)).gone).toBe(1)
  })

  test('a review that was gathered before there was this is not compared', async () => {
    const { now: id } = await twoReviews(database, [one], { workflow_id: 'old' })
    await sql`DELETE FROM last_time WHERE certification = (SELECT number FROM certification WHERE certification_id = ${id})`.execute(
      db(),
    )
    await sql`UPDATE certification SET previous = NULL WHERE certification_id = ${id}`.execute(db())
    expect(await changeOf(id)).toEqual(['NOT_COMPARED'])
  })
})
