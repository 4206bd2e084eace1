import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { actionEventFields, actionEventOrders } from '#contract/fields.ts'
import type { Filter } from '#scim/ast.ts'
import type { FieldTable } from '#scim/fields.ts'
import { matcher } from '#scim/match.ts'
import { print } from '#scim/print.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { compareEvents } from '#testing/compare-events.ts'
import { createRandom } from '#testing/random.ts'
import { randomFilter } from '#testing/random-filter.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { readFilter } from '../../handlers/read-filter.ts'
import { conditionOf } from './action-event-filter.ts'

const seed = 20_261_121
const path = '/api/private/lifecycle_management/action_events'
const random = createRandom(seed)
const rows = awkwardEvents(1500, random)
let server: TestServer
let key: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, rows)
  key = await server.key('activity:read')
})
afterAll(() => server.close())

const stored = { state: ['Half_Done'], action_type: ['BRAND_NEW_TYPE'] }
const fields: FieldTable = {
  ...actionEventFields,
  state: { ...actionEventFields.state, values: [...actionEventFields.state.values, ...stored.state] },
  action_type: {
    ...actionEventFields.action_type,
    values: [...actionEventFields.action_type.values, ...stored.action_type],
  },
}

/** The canonical filter, through the very text and checks that a request goes through. */
async function canonical(filter: Filter): Promise<Filter> {
  const read = await readFilter(print(filter), {
    parameter: 'filter',
    fields: actionEventFields,
    stored: () => Promise.resolve(stored),
  })
  if (!read) throw new Error('a filter became no filter')
  return read
}

/** A batch is one statement. FILTER_RUNS=20000 is what a change of filters is tried with; a usual run takes fewer. */
const batchSize = 50
const batches = Math.ceil(Number(process.env['FILTER_RUNS'] ?? 2_000) / batchSize)

describe(`the server finds what the matcher finds (seed ${seed})`, () => {
  test(`${batches * batchSize} random filters over 1,500 awkward rows: no difference`, {
    timeout: 300_000,
  }, async () => {
    let differences = 0
    let matched = 0
    for (let batch = 0; batch < batches; batch++) {
      const filters = await Promise.all(
        Array.from({ length: batchSize }, () => canonical(randomFilter(rows, random))),
      )
      const found = await idsOf(filters)
      for (const [index, filter] of filters.entries()) {
        const matches = matcher(filter, fields)
        const expected = rows.flatMap((row, position) => (matches(row) ? [position + 1] : []))
        matched += expected.length
        if (JSON.stringify(found[index]) !== JSON.stringify(expected)) {
          differences++
          expect.soft(found[index], print(filter)).toEqual(expected)
        }
      }
    }
    expect(differences).toBe(0)
    expect(matched).toBeGreaterThan(batches * batchSize * 50)
  })

  async function idsOf(filters: readonly Filter[]): Promise<number[][]> {
    const parts = filters.map(
      (filter, index) =>
        sql`coalesce(array_agg(id::integer ORDER BY id) FILTER (WHERE ${conditionOf(filter)}), '{}') AS ${sql.ref(`f${index}`)}`,
    )
    const { rows } = await sql<Record<string, number[]>>`SELECT ${sql.join(parts)} FROM action_event`.execute(
      server.database.store.db,
    )
    return filters.map((_, index) => rows[0]?.[`f${index}`] ?? [])
  }

  test('120 lists over HTTP in every order give the first page and the count of the matcher', async () => {
    for (let round = 0; round < 120; round++) {
      const filter = randomFilter(rows, random)
      const order = random.pick(actionEventOrders)
      const direction = random.pick(['asc', 'desc'] as const)
      const matches = matcher(filter, fields)
      const expected = rows
        .map((row, index) => ({ row, id: index }))
        .filter(({ row }) => matches(row))
        .sort((a, b) => compareEvents(order, direction, a, b))
      const query = new URLSearchParams({ filter: print(filter), order_by: `${order} ${direction}` })
      const { status, body } = await server.get(`${path}?${query}`, key)
      const { values, has_more } = body as { values: ActionEvent[]; has_more: boolean }
      expect(status, print(filter)).toBe(200)
      expect(
        values.map((event) => event.policy_task),
        `${print(filter)} by ${order} ${direction}`,
      ).toEqual(expected.slice(0, 100).map(({ row }) => row.policy_task))
      expect(has_more).toBe(expected.length > 100)
      const counted = await server.get(
        `/app/v1/activity/action_events:count?${new URLSearchParams({ filter: print(filter) })}`,
        key,
      )
      expect(counted.body).toEqual({ value: { count: expected.length, capped: false } })
    }
  })
})

describe('a list in pages', () => {
  test('walked during inserts gives every row that was there before exactly once', async () => {
    for (const order of actionEventOrders) {
      const before = new Set(rows.map((row) => row.policy_task))
      const seen: string[] = []
      let token = ''
      let fresh = 0
      do {
        const query = new URLSearchParams({
          page_size: '70',
          order_by: `${order} desc`,
          ...(token ? { page_token: token } : {}),
        })
        const { body } = await server.get(`${path}?${query}`, key)
        const page = body as { values: ActionEvent[]; next_page_token: string; has_more: boolean }
        seen.push(...page.values.map((event) => event.policy_task).filter((task) => before.has(task)))
        token = page.has_more ? page.next_page_token : ''
        await insertEvents(
          server.database.store.db,
          awkwardEvents(20, random).map((event) => ({
            ...event,
            policy_task: `late ${order} ${fresh++} ${event.policy_task}`,
          })),
        )
      } while (token)
      expect(seen.length, order).toBe(before.size)
      expect(new Set(seen)).toEqual(before)
      // Else each walk would be longer than the one before.
      await sql`DELETE FROM action_event WHERE policy_task LIKE 'late %'`.execute(server.database.store.db)
    }
  })

  test('page_size is clamped above 100 and may change from page to page', async () => {
    const first = await server.get(`${path}?page_size=5000`, key)
    const { values, next_page_token } = first.body as { values: unknown[]; next_page_token: string }
    expect(values).toHaveLength(100)
    const second = await server.get(
      `${path}?page_size=3&page_token=${encodeURIComponent(next_page_token)}`,
      key,
    )
    expect((second.body as { values: unknown[] }).values).toHaveLength(3)
    for (const none of ['0', '']) {
      const answer = await server.get(`${path}?page_size=${none}`, key)
      expect(answer.status, `page_size=${none}`).toBe(none === '0' ? 200 : 400)
    }
  })
})
