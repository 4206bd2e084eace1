import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { readFailure } from '#contract/errors.ts'
import { actionEventFields, actionEventOrders } from '#contract/fields.ts'
import { matcher } from '#scim/match.ts'
import { print } from '#scim/print.ts'
import { fold } from '#std/fold.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { compareEvents } from '#testing/compare-events.ts'
import { createRandom, type Random } from '#testing/random.ts'
import { randomFilter } from '#testing/random-filter.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { causeOf } from '../causes/cause-of.ts'
import { fillCauses } from '../store/activity/causes/fill-causes.ts'

const own = '/app/v1/activity/events'
const documented = '/api/private/lifecycle_management/action_events'
const pieces = [
  '%',
  '_',
  '\\',
  'İ',
  'i',
  'ß',
  'SS',
  'ẞ',
  'Σ',
  'ς',
  '😀',
  '👩‍🚀',
  'é',
  'Ж',
  '山田',
  "'",
  '"',
  ' ',
  'data 532',
  'ab',
  '1',
]
const random = createRandom(49)
const textOf = (from: Random, most: number) =>
  Array.from({ length: 1 + from.below(most) }, () => from.pick(pieces)).join('')
const texts = Array.from({ length: 80 }, () => textOf(random, 9))

/** Half of them failed; a tenth has no message, others have several. */
const events: readonly ActionEvent[] = awkwardEvents(900, random).map((event, at) => ({
  ...event,
  policy_task: `task ${at}`,
  state: random.chance(0.5) ? 'ERRORED' : event.state,
  messages: random.chance(0.1)
    ? []
    : [random.pick(texts), ...(random.chance(0.3) ? [random.pick(texts)] : [])],
}))
const causesOf = (event: ActionEvent) => (event.state === 'ERRORED' ? causeOf(event.messages).cause_id : null)

let server: TestServer
let key: string
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { store } = server.database
  await insertEvents(store.db, events)
  await fillCauses(store)
  await sql`ANALYZE action_event`.execute(store.db)
  key = await server.key('activity:read', 'activity:export')
})
afterAll(() => server.close())

type Query = Readonly<Record<string, string>>
type Listed = { readonly values: ActionEvent[]; readonly next_page_token: string; readonly has_more: boolean }

const ask = (path: string, query: Query) => server.get(`${path}?${new URLSearchParams(query)}`, key)

/** The tasks of every page of a list, in its order. */
async function walk(query: Query): Promise<readonly string[]> {
  const tasks: string[] = []
  let token = ''
  do {
    const { status, body } = await ask(own, {
      page_size: '97',
      ...query,
      ...(token && { page_token: token }),
    })
    expect(status, JSON.stringify([query, body])).toBe(200)
    const page = body as Listed
    tasks.push(...page.values.map((event) => event.policy_task))
    token = page.has_more ? page.next_page_token : ''
  } while (token)
  return tasks
}

const countOf = async (query: Query) => ((await ask(`${own}:count`, query)).body as { value: object }).value

/** A part of some event's message, in another case, or a text that may stand nowhere. */
function searchText(from: Random): string {
  const points = [...(from.chance(0.8) ? from.pick(texts) : textOf(from, 3))]
  const start = from.below(points.length)
  const part = points.slice(start, start + 1 + from.below(6)).join('')
  const cased = from.pick([part, part.toUpperCase(), part.toLowerCase()])
  return cased.trim() === '' ? '%' : cased
}

describe('lists and counts of a cause, and of a text in messages', () => {
  test('are those of an oracle, in every order', async () => {
    const from = createRandom(150)
    let [some, none] = [0, 0]
    for (let run = 0; run < Number(process.env['FILTER_RUNS'] ?? 60); run += 1) {
      const within = from.pick(['state eq "ERRORED"', 'started_at ge "2026-02-02T00:00:00Z"'])
      const filter = from.chance(0.4)
        ? { text: within, tree: undefined }
        : treeWithin(within, randomFilter(events, from))
      const message = from.chance(0.8) ? searchText(from) : undefined
      const cause = from.chance(message === undefined ? 1 : 0.15)
        ? causeOf([from.pick(texts)]).cause_id
        : undefined
      const order = { field: from.pick(actionEventOrders), direction: from.pick(['asc', 'desc'] as const) }
      const expected = events
        .map((row, id) => ({ row, id }))
        .filter(({ row }) => matches(row, within) && (filter.tree?.(row) ?? true))
        .filter(({ row }) => message === undefined || fold(row.messages[0] ?? '').includes(fold(message)))
        .filter(({ row }) => cause === undefined || causesOf(row) === cause)
        .toSorted((a, b) => compareEvents(order.field, order.direction, a, b))
        .map(({ row }) => row.policy_task)
      const asked = { filter: filter.text, ...(message && { message }), ...(cause && { cause }) }
      const listed = await walk({ ...asked, order_by: `${order.field} ${order.direction}` })
      expect(listed, JSON.stringify([asked, order])).toEqual(expected)
      expect(await countOf(asked)).toEqual({ count: expected.length, capped: false })
      if (expected.length > 0) some += 1
      else none += 1
    }
    expect(Math.min(some, none)).toBeGreaterThan(5)
  })

  test('take each character of the text for itself', async () => {
    const all = { filter: 'state eq "ERRORED"' }
    for (const message of ['%', '_', '\\', "'", '"', '😀', 'İ', 'ß', '%_', 'data 53_', 'data%']) {
      const expected = events.filter(
        ({ state, messages: [first = ''] }) => state === 'ERRORED' && fold(first).includes(fold(message)),
      )
      expect((await walk({ ...all, message })).length, message).toBe(expected.length)
    }
  })

  test('of a cause that nobody knows are empty', async () => {
    expect(await walk({ cause: '1-nobody-knows-it' })).toEqual([])
    expect(await countOf({ cause: '1-nobody-knows-it' })).toEqual({ count: 0, capped: false })
  })
})

const matches = (row: ActionEvent, within: string) =>
  within.startsWith('state')
    ? row.state === 'ERRORED'
    : row.started_at !== null && row.started_at >= '2026-02-02T00:00:00'

/** The fields, with the states and types that the events have too. */
const named = Object.fromEntries(
  Object.entries(actionEventFields).map(([field, rule]) => [
    field,
    rule.type === 'enum' ? { ...rule, others: ['Half_Done', 'BRAND_NEW_TYPE'] } : rule,
  ]),
)

function treeWithin(within: string, tree: ReturnType<typeof randomFilter>) {
  return { text: `${within} and (${print(tree)})`, tree: matcher(tree, named) }
}

describe('a text in messages is searched for among failed events or within a range', () => {
  test.each([
    'state eq "ERRORED"',
    'state eq "errored" and policy_id eq "policy 1"',
    '(state eq "ERRORED" and policy_id eq "policy 1") or (any_changes eq true and state eq "ERRORED")',
    'started_at ge "2026-02-01T00:00:00Z"',
    'policy_id eq "policy 1" and (started_at lt "2026-02-03T00:00:00Z" and any_changes eq true)',
  ])('of %s', async (filter) => {
    expect((await ask(own, { filter, message: 'data' })).status).toBe(200)
    expect((await ask(`${own}:count`, { filter, message: 'data' })).status).toBe(200)
  })

  test.each([
    '',
    'policy_id eq "policy 1"',
    'not (state eq "ERRORED")',
    'state eq "ERRORED" or state eq "SKIPPED"',
    'completed_at ge "2026-02-01T00:00:00Z"',
    'not (started_at ge "2026-02-01T00:00:00Z")',
    'started_at ge "2026-02-01T00:00:00Z" or state eq "ERRORED"',
  ])('and not of %j', async (filter) => {
    const { status, body } = await ask(own, { filter, message: 'data' })
    const { violations, message, resolution, reason } = readFailure(status, body)
    expect([status, reason]).toEqual([400, 'MESSAGE_NEEDS_BOUND'])
    expect(violations.map(({ field }) => field)).toEqual(['message'])
    expect(`${message} ${resolution}`).toMatch(/failed events.*state eq "ERRORED".*started_at ge/)
    expect((await ask(`${own}:count`, { filter, message: 'data' })).status).toBe(400)
  })

  test('and with a cause, whose events have failed, of any filter', async () => {
    const { cause_id: cause } = causeOf([texts[0] ?? ''])
    expect((await ask(own, { cause, message: 'data' })).status).toBe(200)
  })
})

test('a page token is good for the cause and the message that it is of', async () => {
  const all = { filter: 'state eq "ERRORED"', page_size: '1' }
  const { body } = await ask(own, { ...all, message: 'a' })
  const { next_page_token: page_token } = body as Listed
  expect(page_token).not.toBe('')
  expect((await ask(own, { ...all, message: 'a', page_token })).status).toBe(200)
  const { cause_id: cause } = causeOf([texts[0] ?? ''])
  for (const other of [{}, { message: 'b' }, { message: 'a', cause }, { cause }])
    expect((await ask(own, { ...all, ...other, page_token })).status).toBe(400)
  expect((await ask(documented, { ...all, page_token })).status).toBe(400)
})

test('the documented calls know neither', async () => {
  const { cause_id: cause } = causeOf([texts[0] ?? ''])
  for (const [name, value] of Object.entries({ cause, message: 'data' })) {
    const query = { filter: 'state eq "ERRORED"', [name]: value }
    for (const path of [documented, '/app/v1/activity/action_events:count']) {
      const { status, body } = await ask(path, query)
      expect(status, path).toBe(400)
      expect(readFailure(status, body).message, path).toContain('takes only filter')
    }
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    expect((await server.send('POST', `${documented}:export`, headers, query)).status).toBe(400)
  }
})
