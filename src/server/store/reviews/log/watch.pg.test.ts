import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import type { RowsEvent } from '#contract/reviews/result.ts'
import { anActor, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { reviewReads } from '../reads.ts'
import { createRowNews } from './row-news.ts'
import { watch } from './watch.ts'

const [ana, bob] = [aUser('ana'), aUser('bob')]
const log = { info: () => undefined, warn: () => undefined }
let database: TestDatabase
let reads: ReturnType<typeof reviewReads>

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await insertWorkflow(database.store.db, { workflow_id: 'w' })
  for (const id of ['c', 'other'])
    await insertCertification(database.store.db, { certification_id: id, workflow_id: 'w' }, [
      aRow({ reviewers: [ana] }),
      aRow({ reviewers: [bob] }),
      aRow({ reviewers: [ana, bob] }),
    ])
  reads = reviewReads(database.store, () => new Date(), log)
})
afterAll(() => database.drop())

let changes = 0

/** Changes a row as a change does it, as far as a watcher can tell; with `reviewers` it is given to them. */
async function change(
  certification_id: string,
  result_id: number,
  reviewers?: readonly (typeof ana)[],
): Promise<void> {
  const at = `2026-03-02T09:00:${String(changes++).padStart(2, '0')}.000000000Z`
  await database.store.db.transaction().execute(async (db) => {
    const { rows } = await sql<{ certification: number; version: number }>`
      UPDATE result SET version = version + 1, updated_at = ${at}, updated_by = ${JSON.stringify(bob)}
      FROM certification WHERE number = certification AND certification_id = ${certification_id}
        AND result_id = ${result_id} RETURNING certification, version`.execute(db)
    if (reviewers) {
      const certification = rows[0]?.certification ?? 0
      const before = db.deleteFrom('result_reviewer').where('certification', '=', certification)
      await before.where('result_id', '=', result_id).execute()
      const given = reviewers.map(({ user_type, id }) => ({
        certification,
        result_id,
        user_type,
        user_id: id,
      }))
      await db.insertInto('result_reviewer').values(given).execute()
    }
    await sql`SELECT pg_notify('countersign_rows', ${JSON.stringify({ ...rows[0], result_id })})`.execute(db)
  })
}

async function listenerPids(): Promise<number[]> {
  const { rows } = await sql<{ pid: number }>`SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'countersign row news'`.execute(
    database.store.db,
  )
  return rows.map((row) => row.pid)
}

async function watching(actor: typeof ana, certification_id: string, role: Role = 'reviewer') {
  const lost: number[] = []
  const told: (RowsEvent['rows'][number] & { certification_id: string })[] = []
  const events: number[] = []
  const end = new AbortController()
  const tell = ({ certification_id: id, rows, gone }: RowsEvent) => {
    lost.push(...gone)
    events.push(rows.length)
    told.push(...rows.map((row) => ({ certification_id: id, ...row })))
  }
  await reads.watch(anActor(actor, [role]), certification_id, tell, end.signal)
  return { told, lost, events, end }
}

test('each hears of the rows they see, over one connection, which goes with the last of them', async () => {
  const ofAna = await watching(ana, 'c')
  const ofBob = await watching(bob, 'c')
  const elsewhere = await watching(ana, 'other')
  expect(await listenerPids()).toHaveLength(1)
  for (const row of [0, 1, 2]) await change('c', row)
  const event = (result_id: number) => ({ certification_id: 'c', result_id, version: 2, by: 'bob' })
  await vi.waitFor(() => expect(ofAna.told).toContainEqual(event(2)))
  await vi.waitFor(() => expect(ofBob.told).toContainEqual(event(2)))
  expect(ofAna.told).toEqual([event(0), event(2)])
  expect(ofBob.told).toEqual([event(1), event(2)])
  expect(elsewhere.told).toEqual([])

  ofAna.end.abort()
  await change('c', 2)
  await vi.waitFor(() => expect(ofBob.told).toContainEqual({ ...event(2), version: 3 }))
  expect(ofAna.told).toHaveLength(2)
  ofBob.end.abort()
  elsewhere.end.abort()
  await vi.waitFor(async () => expect(await listenerPids()).toEqual([]))
})

test('rows that change together are told of as one event', async () => {
  const { events, end } = await watching(ana, 'c')
  const { rows } = await sql<{ number: number }>`
    SELECT number FROM certification WHERE certification_id = 'c'`.execute(database.store.db)
  const news = JSON.stringify({ certification: rows[0]?.number, result_ids: [0, 1, 2] })
  await sql`SELECT pg_notify('countersign_rows', ${news})`.execute(database.store.db)
  await vi.waitFor(() => expect(events).toEqual([2]))
  end.abort()
})

test('who sees a row no more is told that once, and of no row that was never theirs', async () => {
  const ofAna = await watching(ana, 'c')
  const ofBob = await watching(bob, 'c')
  const ofEve = await watching(aUser('eve'), 'other', 'auditor')
  await change('c', 2, [bob])
  await change('c', 1, [bob])
  await change('c', 2)
  await vi.waitFor(() => expect(ofBob.told.filter(({ result_id }) => result_id === 2)).toHaveLength(2))
  await change('c', 0)
  await vi.waitFor(() => expect(ofAna.told.map(({ result_id }) => result_id)).toEqual([0]))
  expect(ofAna.lost).toEqual([2])
  expect(ofBob.lost).toEqual([])

  await change('c', 2, [ana])
  await vi.waitFor(() => expect(ofAna.told.map(({ result_id }) => result_id)).toEqual([0, 2]))
  await vi.waitFor(() => expect(ofBob.lost).toEqual([2]))
  await change('c', 2, [bob])
  await vi.waitFor(() => expect(ofAna.lost).toEqual([2, 2]))
  await change('other', 2, [bob])
  await vi.waitFor(() => expect(ofEve.told.map(({ result_id }) => result_id)).toEqual([2]))
  expect(ofEve.lost).toEqual([])
  for (const { end } of [ofAna, ofBob, ofEve]) end.abort()
  await change('c', 2, [ana, bob])
  await change('other', 2, [ana, bob])
})

test('what changes while it is read what the reader sees is told then, and not at the next change', async () => {
  let isFirst = true
  let goOn: () => void = () => undefined
  const held = new Promise<void>((resolve) => (goOn = resolve))
  const db = database.store.db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      const isHeld = isFirst && result.rows.some((row) => 'visible' in row)
      if (isHeld) isFirst = false
      if (isHeld) await held
      return result
    },
  })
  const lost: number[] = []
  const told: number[] = []
  const emit = ({ rows, gone }: RowsEvent) => {
    told.push(...rows.map(({ result_id }) => result_id))
    lost.push(...gone)
  }
  const end = new AbortController()
  const news = createRowNews(database.store.database, log)
  const asAna = anActor(ana, ['reviewer'])
  const begun = watch(db, news, { actor: asAna, certification_id: 'c', emit, signal: end.signal }, log)
  await vi.waitFor(() => expect(isFirst).toBe(false))
  await change('c', 2, [bob])
  await change('c', 1)
  goOn()
  await begun
  await vi.waitFor(() => expect(lost).toEqual([2]))
  await change('c', 2)
  await change('c', 0)
  await vi.waitFor(() => expect(told).toEqual([0]))
  expect(lost).toEqual([2])
  await change('c', 2, [ana, bob])
  end.abort()
})

test('after the connection was lost, rows changed meanwhile are told of too', async () => {
  const { told, lost, end } = await watching(ana, 'other')
  const [pid] = await listenerPids()
  await sql`SELECT pg_terminate_backend(${pid}::integer)`.execute(database.store.db)
  await change('other', 0)
  await change('other', 2, [bob])
  await vi.waitFor(() => expect(told.map((event) => event.result_id)).toContain(0), { timeout: 20_000 })
  await vi.waitFor(() => expect(lost).toEqual([2]), { timeout: 20_000 })
  await change('other', 2, [ana, bob])
  await change('other', 2)
  await vi.waitFor(() => expect(told.map((event) => event.result_id)).toContain(2), { timeout: 20_000 })
  end.abort()
  await vi.waitFor(async () => expect(await listenerPids()).toEqual([]))
})

test('an announcement that cannot be read is passed over', async () => {
  const { told, end } = await watching(ana, 'c')
  await sql`SELECT pg_notify('countersign_rows', 'not json')`.execute(database.store.db)
  await change('c', 0)
  await vi.waitFor(() => expect(told).toHaveLength(1))
  end.abort()
})
