import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { readFailure } from '#contract/errors.ts'
import { type ActionEventOrderField, indexedOrders, limitedOrders } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { Filter } from '#scim/ast.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { compareEvents } from '#testing/compare-events.ts'
import { createRandom } from '#testing/random.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { matchedBy } from '../../event-selection.ts'
import { createPageTokens } from '../../handlers/page-tokens.ts'
import { secretFor } from '../database/secrets.ts'
import { branchesOf } from '../database/branches.ts'
import { conditionOf } from './action-event-filter.ts'
import { listStages } from './action-event-order.ts'
import { listActionEvents, stageQuery } from './action-event-list.ts'

const path = '/api/private/lifecycle_management/action_events'
const events = awkwardEvents(12_000, createRandom(54)).map((event, at) => ({
  ...event,
  policy_task: `task ${at}`,
}))
const bothWays = <F extends string>(fields: readonly F[]) =>
  fields.flatMap((field) => (['asc', 'desc'] as const).map((direction) => ({ field, direction })))
let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, events)
  await sql`ANALYZE action_event`.execute(server.database.store.db)
})
afterAll(() => server.close())

describe.each(bothWays(limitedOrders))('sorted, as no index is: $field $direction', (order) => {
  test('the walk through all pages is the order of the rows', async () => {
    expect((await walk(order)).tasks).toEqual(sortedTasks(events, order))
  })

  test('so is that of the rows that a filter matches, which are read by the filter', async () => {
    const filter: Filter = { kind: 'cmp', path: { name: 'state' }, op: 'eq', value: 'ERRORED' }
    const matching = events.filter(({ state }) => state === 'ERRORED')
    expect((await walk(order, filter)).tasks).toEqual(sortedTasks(matching, order))
    for (const stage of listStages(order, undefined)) {
      const plan = await planOf(stageQuery({ order }, stage, [conditionOf(filter)], 101))
      const read = plan.map(({ rows }) => rows)
      expect(Math.max(...read)).toBeLessThanOrEqual(matching.length)
    }
  })
})

describe.each(bothWays(indexedOrders))(
  'T54 no time comes last: $field $direction',
  ({ field, direction }) => {
    let walked: string[]
    /** Where the list goes on behind so many pages. */
    let cursors: Cursor[]
    beforeAll(async () => {
      ;({ tasks: walked, cursors } = await walk({ field, direction }))
    })

    test('the walk through all pages is the order of the rows', () => {
      expect(walked).toEqual(sortedTasks(events, { field, direction }))
    })

    test('a page far down reads as many rows from an index as it shows', async () => {
      for (const pages of [9, 17]) {
        for (const stage of listStages({ field, direction }, cursors[pages])) {
          const plan = await planOf(stageQuery({ order: { field, direction } }, stage, [undefined], 101))
          expect(plan.filter((node) => /Seq Scan|Bitmap/.test(node.type))).toEqual([])
          for (const { type, rows } of plan) expect(rows, type).toBeLessThanOrEqual(202)
        }
      }
    })

    test('a page far down enters each index where the page begins', async () => {
      const blocksOf = async (after: Cursor) => {
        const [stage] = listStages({ field, direction }, after)
        if (!stage) throw new Error('there is nothing to list')
        const scans = stage.scans.length
        const [whole] = await planOf(stageQuery({ order: { field, direction } }, stage, [undefined], 101))
        return { scans, blocks: whole?.blocks ?? Number.NaN }
      }
      const [first, deep] = [await blocksOf(undefined), await blocksOf(cursors[16])]
      // The index of 12,000 rows has some forty blocks; a page is in one or two of them.
      expect(deep.blocks).toBeLessThanOrEqual(first.blocks + 8 * first.scans)
    })
  },
)

test.each(['gt', 'ge', 'lt', 'le'] as const)(
  'T54 not started_at %s is read as the range that it is',
  async (op) => {
    const started = events.flatMap(({ started_at }) => started_at ?? []).toSorted()
    const value = started[Math.floor(started.length / 2)] ?? ''
    const filter: Filter = { kind: 'not', filter: { kind: 'cmp', path: { name: 'started_at' }, op, value } }
    const conditions = branchesOf(filter, conditionOf)
    for (const direction of ['asc', 'desc'] as const) {
      const order = { field: 'started_at', direction } as const
      for (const stage of listStages(order, undefined)) {
        const plan = await planOf(stageQuery({ order }, stage, conditions, 101))
        for (const { type, rows } of plan) expect(rows, `${type}, ${direction}`).toBeLessThanOrEqual(202)
      }
    }
  },
)

test('T54 a bound on completed_at beside another field is split as it is alone, and no row is in two parts', async () => {
  const completed = events.flatMap(({ completed_at }) => completed_at ?? []).toSorted()
  const value = completed[Math.floor(completed.length / 2)] ?? ''
  const bound: Filter = { kind: 'cmp', path: { name: 'completed_at' }, op: 'lt', value }
  const other: Filter = { kind: 'cmp', path: { name: 'jobs_started' }, op: 'eq', value: 1 }
  const both: Filter = { kind: 'or', filters: [bound, other] }
  const branches = branchesOf(both, conditionOf)
  expect(branches).toHaveLength(branchesOf(bound, conditionOf).length + 1)
  const { db } = server.database.store
  const countOf = async (condition: RawBuilder<unknown>) => {
    const { rows } = await sql<{ n: number }>`SELECT count(*)::integer AS n FROM action_event
      WHERE ${condition}`.execute(db)
    return rows[0]?.n ?? 0
  }
  const counts = await Promise.all(branches.map(countOf))
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(1)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(await countOf(conditionOf(both)))
})

test('T54 a page token of the time when no time came first in desc is refused', async () => {
  const { db } = server.database.store
  const key = await server.key('activity:read')
  const caller = await server.people.findKey(key)
  if (typeof caller === 'string') throw new Error(caller)
  const tokens = createPageTokens(await secretFor(db, 'page-tokens'))
  const tokenFor = (call: string) =>
    tokens.seal(['5', '5'], { actor: caller.id, call, filter: '', order: 'started_at desc' })
  const now = await server.get(`${path}?page_token=${tokenFor('listActionEvents, no time last')}`, key)
  expect(now.status).toBe(200)
  const before = await server.get(`${path}?page_token=${tokenFor('listActionEvents')}`, key)
  expect(before.status).toBe(400)
  expect(readFailure(before.status, before.body).violations.map(({ field }) => field)).toEqual(['page_token'])
})

type Cursor = readonly string[] | undefined

const pageSize = 700

type EventOrder = Order<ActionEventOrderField>

/** The tasks of rows in an order; each has its own. */
function sortedTasks(rows: readonly ActionEvent[], { field, direction }: EventOrder): string[] {
  const placed = rows.map((row, id) => ({ row, id }))
  return placed.sort((a, b) => compareEvents(field, direction, a, b)).map(({ row }) => row.policy_task)
}

async function walk(order: EventOrder, filter?: Filter): Promise<{ tasks: string[]; cursors: Cursor[] }> {
  const tasks: string[] = []
  const cursors: Cursor[] = [undefined]
  do {
    const page = { ...matchedBy(filter), order, after: cursors.at(-1), limit: pageSize }
    const { rows, next } = await listActionEvents(server.database.store.db, page)
    tasks.push(...rows.map((event: ActionEvent) => event.policy_task))
    cursors.push(next)
  } while (cursors.at(-1))
  return { tasks, cursors }
}

type Plan = {
  'Node Type': string
  'Actual Rows': number
  'Rows Removed by Filter'?: number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Plan[]
}
type PlanNode = { readonly type: string; readonly rows: number; readonly blocks: number }

async function planOf(query: RawBuilder<unknown>): Promise<PlanNode[]> {
  const explained = sql<{ 'QUERY PLAN': { Plan: Plan }[] }>`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${query}`
  const { rows } = await explained.execute(server.database.store.db)
  const nodes = (plan: Plan): PlanNode[] => [
    {
      type: plan['Node Type'],
      rows: plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0),
      blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    },
    ...(plan.Plans ?? []).flatMap(nodes),
  ]
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan: plan }) => nodes(plan)))
}
