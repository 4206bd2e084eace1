import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Order } from '#contract/order.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { ResultQuery } from '../../../reviews/reviews.ts'
import { awkwardRows } from '#testing/awkward-results.ts'
import { createRandom } from '#testing/random.ts'
import { anActor, aNode, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { listPositions } from './result-list.ts'
import { listResults, listRows } from './result-rows.ts'

const admin = anActor(aUser('root'), ['admin'])
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const { db } = database.store
  await insertWorkflow(db, { workflow_id: 'w' })
  const rows = awkwardRows(200, createRandom(7)).sort((a, b) =>
    Buffer.compare(Buffer.from(a.source.type), Buffer.from(b.source.type)),
  )
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w' }, rows)
  const risks = [10, '9', null, 9, undefined, 'ä', 'z', [2], -1.5]
  await insertCertification(
    db,
    { certification_id: 'risks', workflow_id: 'w' },
    risks.map((risk) => aRow({ source: aNode('User', 'u', risk === undefined ? {} : { risk }) })),
  )
})
afterAll(() => database.drop())

const by = (field: string, direction: Order['direction'] = 'asc'): ResultQuery => ({
  filter: undefined,
  mutable_filter: undefined,
  order: { field, direction },
})

async function walk(query: ResultQuery, limit: number, backwards: boolean): Promise<Result[]> {
  const seen: Result[] = []
  for (let more = true; more; ) {
    const page = await listResults(database.store.db, admin, 'c', {
      ...query,
      offset: seen.length,
      limit,
      backwards,
    })
    expect(page.rows.length).toBe(page.more ? limit : page.rows.length)
    seen.push(...page.rows)
    more = page.more
  }
  return seen
}

async function idsIn(certification_id: string, query: ResultQuery): Promise<number[]> {
  const { runs } = await listPositions(database.store.db, admin, certification_id, query)
  return runs.flatMap((start, at) =>
    at % 2 === 0 ? Array.from({ length: runs[at + 1] ?? 0 }, (_, step) => start + step) : [],
  )
}

describe('a list of results', () => {
  const orders = [
    'source.type',
    'result_id',
    'decision',
    'signed_off_state',
    'updated_at',
    'source.dept',
    'waypoint.id',
  ]
  test.each(orders)('by %s: pages forwards and backwards, positions and rows by id agree', async (field) => {
    const forwards = await walk(by(field), 37, false)
    const ids = forwards.map((row) => row.result_id)
    expect(new Set(ids).size).toBe(200)
    expect((await walk(by(field), 50, true)).map((row) => row.result_id)).toEqual([...ids].reverse())
    expect((await walk(by(field, 'desc'), 200, false)).map((row) => row.result_id)).toEqual(
      [...ids].reverse(),
    )
    expect(await idsIn('c', by(field))).toEqual(ids)
    const byIds = await listRows(database.store.db, admin, 'c', [...ids].reverse())
    // Our own call tells what was last time besides.
    expect(byIds.map(({ last_time: _lastTime, ...row }) => row)).toEqual([...forwards].reverse())
  })

  test('the usual order is that of the source type, which the numbering of rows has', async () => {
    const types = (await walk(by('source.type'), 200, false)).map((row) => row.source.type)
    expect(types).toEqual([...types].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
  })

  test('a missing value comes last upwards and first downwards', async () => {
    const missing = (rows: Result[]) => rows.map((row) => row.updated_at === null)
    const upwards = missing(await walk(by('updated_at'), 200, false))
    expect(upwards).toEqual([...upwards].sort((a, b) => Number(a) - Number(b)))
    expect(upwards.at(-1)).toBe(true)
    expect(missing(await walk(by('updated_at', 'desc'), 200, false))).toEqual([...upwards].reverse())
  })

  test('numbers come as numbers before texts by code point, then rows without the attribute', async () => {
    expect(await idsIn('risks', by('source.risk'))).toEqual([8, 3, 0, 1, 7, 6, 5, 2, 4])
    expect(await idsIn('risks', by('source.risk', 'desc'))).toEqual([4, 2, 5, 6, 7, 1, 0, 3, 8])
  })

  test('beyond the last row there is an empty page', async () => {
    const query = { ...by('result_id'), offset: 200, limit: 10, backwards: false }
    expect(await listResults(database.store.db, admin, 'c', query)).toEqual({
      rows: [],
      more: false,
    })
  })
})
