import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import type { BulkInput } from '#contract/reviews/bulk.ts'
import {
  anActor,
  aRow,
  aUser,
  insertCertification,
  insertPeople,
  insertWorkflow,
} from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import type { RowChoice } from '../../../reviews/bulk-store.ts'
import { previewBulk } from '../../../reviews/preview-bulk.ts'
import { planNextRows, runNextRows } from '../../../reviews/run-bulk.ts'
import { bulkStore } from './bulk-store.ts'

const [ana, bob] = [aUser('ana'), aUser('bob')]
const asAna = anActor(ana, ['reviewer'])
const now = new Date('2026-03-02T10:00:00Z')
const everything: RowChoice = {
  ids: undefined,
  except: new Set(),
  filter: undefined,
  mutable_filter: undefined,
}
const accept: BulkInput = { choice: {}, change: { decision: 'RESULT_DECISION_ACCEPTED', notes: 'as before' } }
const rows = 1203
/** So many are changed at first, and 500 each time after. */
const firstRows = 50

let database: TestDatabase
let number = 0
const db = () => database.store.db
const bulks = () => bulkStore(database.store, () => now)
const needs = () => ({ bulks: bulks(), expireFirst: () => Promise.resolve(), clock: () => now })

beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertPeople(db(), [ana, bob], ['reviewer'])
  await insertWorkflow(db(), { workflow_id: 'w' })
  const given = Array.from({ length: rows }, () => aRow({ reviewers: [ana] }))
  number = await insertCertification(db(), { certification_id: 'c', workflow_id: 'w' }, given)
})
afterEach(() => database.drop())

const preview = async (choice = everything) =>
  (await previewBulk(needs(), asAna, { certification_id: 'c', input: accept, choice })).bulk_id
const start = (bulk_id: string, unchangedOnly = false, choice = everything) =>
  bulks().start(asAna, { bulk_id, choice, now, unchangedOnly })
async function run(bulk_id: string): Promise<void> {
  while (await runNextRows(needs(), asAna, bulk_id));
}
const receipt = async (bulk_id: string) => await bulks().find(bulk_id, now)
const accepted = async () => {
  const { rows: counted } = await sql<{ counted: number; rows: number; log: string; versions: number }>`
    SELECT total_accepted_count AS counted, log_seq AS log,
      (SELECT count(*)::integer FROM result WHERE decision = 'RESULT_DECISION_ACCEPTED' AND notes = 'as before') AS rows,
      (SELECT count(*)::integer FROM result WHERE version = 2) AS versions
    FROM certification WHERE number = ${number}`.execute(db())
  return counted[0]
}
const change = (result_id: number) =>
  sql`UPDATE result SET notes = 'wait', version = version + 1 WHERE result_id = ${result_id}`.execute(db())

describe('a run', () => {
  test('changes each row of the preview once, and says so in a receipt', async () => {
    const bulk_id = await preview()
    expect(await start(bulk_id)).toBeUndefined()
    await run(bulk_id)
    expect(await accepted()).toEqual({ counted: rows, log: String(rows), rows, versions: rows })
    expect(await receipt(bulk_id)).toMatchObject({
      state: 'DONE',
      to_change: rows,
      outcomes: [{ of: 'DONE', rows }],
    })
    const { rows: entries } = await sql`SELECT DISTINCT detail ->> 'bulk' AS bulk FROM result_log`.execute(
      db(),
    )
    expect(entries).toEqual([{ bulk: bulk_id }])
  })

  test('writes nothing where a row has changed, has come or is seen no more since the preview', async () => {
    const bulk_id = await preview({ ...everything, except: new Set([9]) })
    await change(7)
    await sql`DELETE FROM result_reviewer WHERE result_id = 8`.execute(db())
    expect(await start(bulk_id)).toEqual({
      rules: false,
      joined: 1,
      gone: 1,
      changed: 1,
      unchanged: rows - 3,
    })
    expect(await receipt(bulk_id)).toMatchObject({ state: 'PREVIEWED', outcomes: [] })
    expect(await runNextRows(needs(), asAna, bulk_id)).toBe(false)
    expect(await accepted()).toMatchObject({ counted: 0, log: '0' })
    expect(await start(bulk_id, true)).toBeUndefined()
    await run(bulk_id)
    expect((await receipt(bulk_id))?.outcomes).toEqual([
      { of: 'DONE', rows: rows - 3 },
      { of: 'CONFLICT', rows: 2 },
    ])
    expect(await accepted()).toMatchObject({ counted: rows - 3, rows: rows - 3 })
  })

  test('starts nothing under other rules, and not twice, not for another, not too late', async () => {
    const bulk_id = await preview()
    const rules = (by: number) =>
      sql`UPDATE certification SET rules_version = rules_version + ${by}`.execute(db())
    await rules(1)
    expect(await start(bulk_id, true)).toMatchObject({ rules: true })
    await rules(-1)
    const asBob = anActor(bob, ['reviewer'])
    const of = { bulk_id, choice: everything, now, unchangedOnly: false }
    await expect(bulks().start(asBob, of)).rejects.toMatchObject({ problem: { code: 'NotFound' } })
    const late = new Date(now.getTime() + 30 * 60_000)
    await expect(bulks().start(asAna, { ...of, now: late })).rejects.toThrow(/older than 30 minutes/)
    expect(await start(bulk_id)).toBeUndefined()
    expect(await start(bulk_id)).toBeUndefined()
    const { rows: jobs } = await sql`SELECT FROM job`.execute(db())
    expect(jobs).toHaveLength(1)
  })

  test('takes a row that changes after the start for a conflict, and a report of an integration for none', async () => {
    const bulk_id = await preview()
    await sql`UPDATE result SET notification_status = 'SUCCESS', version = version + 1 WHERE result_id = 3`.execute(
      db(),
    )
    expect(await start(bulk_id)).toBeUndefined()
    await runNextRows(needs(), asAna, bulk_id)
    await change(1100)
    await run(bulk_id)
    expect((await receipt(bulk_id))?.outcomes).toEqual([
      { of: 'DONE', rows: rows - 1 },
      { of: 'CONFLICT', rows: 1 },
    ])
    const { rows: left } = await sql`SELECT notes FROM result WHERE result_id = 1100`.execute(db())
    expect(left).toEqual([{ notes: 'wait' }])
  })

  test('ends where it is cancelled: what is done stays, the rest is not run', async () => {
    const bulk_id = await preview()
    await start(bulk_id)
    await runNextRows(needs(), asAna, bulk_id)
    await bulks().cancel(ana, bulk_id, now)
    expect(await runNextRows(needs(), asAna, bulk_id)).toBe(false)
    expect(await receipt(bulk_id)).toMatchObject({
      state: 'CANCELLED',
      outcomes: [
        { of: 'NOT_RUN', rows: rows - firstRows },
        { of: 'DONE', rows: firstRows },
      ],
    })
    expect(await accepted()).toMatchObject({ counted: firstRows, rows: firstRows })
  })
})

/** Plans the next rows behind one, or the first that wait; nothing is written. */
async function plan(bulk_id: string, behind?: number) {
  const planned = await planNextRows(needs(), asAna, bulk_id, behind)
  if (!planned) throw new Error('no rows wait')
  return planned
}
const write = async (planned: Awaited<ReturnType<typeof plan>>) => await bulks().writeRows(planned)

describe('rows that were read ahead', () => {
  test('are not written once the change is cancelled', async () => {
    const bulk_id = await preview()
    await start(bulk_id)
    const first = await plan(bulk_id)
    const second = await plan(bulk_id, first.next.last)
    expect(await write(first)).toBe(true)
    await bulks().cancel(ana, bulk_id, now)
    expect(await write(second)).toBe(false)
    expect(await accepted()).toEqual({
      counted: firstRows,
      log: String(firstRows),
      rows: firstRows,
      versions: firstRows,
    })
    expect(await receipt(bulk_id)).toMatchObject({
      state: 'CANCELLED',
      outcomes: [
        { of: 'NOT_RUN', rows: rows - firstRows },
        { of: 'DONE', rows: firstRows },
      ],
    })
  })

  test('are those behind the ones before, and where they changed before they were written they are looked at anew', async () => {
    const bulk_id = await preview()
    await start(bulk_id)
    const first = await plan(bulk_id)
    const second = await plan(bulk_id, first.next.last)
    expect([first, second].map(({ next }) => next.last)).toEqual([firstRows - 1, firstRows + 499])
    await change(7)
    // A report of an integration changes nothing that the preview shows.
    await sql`UPDATE result SET notification_status = 'SUCCESS', version = version + 1 WHERE result_id = 8`.execute(
      db(),
    )
    expect(await write(first)).toBe(true)
    expect(await write(second)).toBe(true)
    expect((await receipt(bulk_id))?.outcomes).toEqual([{ of: 'DONE', rows: firstRows + 498 }])
    // Those that wait come first, before those that nobody has looked at.
    const { rows: again, conflicts } = (await plan(bulk_id)).next
    expect(conflicts).toEqual([7])
    expect(
      again
        .flatMap(({ ids }) => ids)
        .toSorted((a, b) => a - b)
        .slice(0, 3),
    ).toEqual([8, firstRows + 500, firstRows + 501])
    await run(bulk_id)
    expect(await receipt(bulk_id)).toMatchObject({
      state: 'DONE',
      outcomes: [
        { of: 'DONE', rows: rows - 1 },
        { of: 'CONFLICT', rows: 1 },
      ],
    })
    expect(await accepted()).toMatchObject({ counted: rows - 1, log: String(rows - 1), rows: rows - 1 })
  })

  test('wait on, conflicts too, where the rules have changed before they were written', async () => {
    const bulk_id = await preview()
    await start(bulk_id)
    await change(7)
    const planned = await plan(bulk_id)
    expect(planned.left).toEqual([7])
    await sql`UPDATE certification SET rules_version = rules_version + 1`.execute(db())
    expect(await write(planned)).toBe(true)
    expect((await receipt(bulk_id))?.outcomes).toEqual([])
    expect(await accepted()).toMatchObject({ counted: 0, log: '0' })
    await run(bulk_id)
    expect((await receipt(bulk_id))?.outcomes).toHaveLength(2)
  })

  test('keep the outcome that somebody else has written: a worker that was thought dead', async () => {
    const bulk_id = await preview()
    await start(bulk_id)
    const [mine, theirs] = [await plan(bulk_id), await plan(bulk_id)]
    expect(await write(theirs)).toBe(true)
    const left = theirs.next.rows.flatMap(({ ids }) => ids)
    expect(await write({ ...mine, left })).toBe(true)
    expect((await receipt(bulk_id))?.outcomes).toEqual([{ of: 'DONE', rows: firstRows }])
    expect(await accepted()).toEqual({
      counted: firstRows,
      log: String(firstRows),
      rows: firstRows,
      versions: firstRows,
    })
  })

  test('are too late, each of them, where the due time comes before they are written', async () => {
    const bulk_id = await preview()
    await start(bulk_id)
    const planned = await plan(bulk_id)
    await sql`UPDATE certification SET due_ns = ${`${now.getTime()}000001`}`.execute(db())
    expect(await write(planned)).toBe(true)
    expect((await receipt(bulk_id))?.outcomes).toEqual([{ of: 'TOO_LATE', rows: firstRows }])
    expect(await accepted()).toMatchObject({ counted: 0, log: '0' })
  })
})
