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
import { readPack } from '#testing/read-pack.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { causeOf } from '../causes/cause-of.ts'
import { exportKinds } from '../jobs/exports/export-kinds.ts'
import { startWorker } from '../jobs/worker.ts'
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
let worker: { stop(): Promise<void> }
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { store } = server.database
  await insertEvents(store.db, events)
  await fillCauses(store)
  await sql`ANALYZE action_event`.execute(store.db)
  key = await server.key('activity:read', 'activity:export')
  const kinds = exportKinds({ store, dir: server.exportDir })
  const log = { info: () => undefined, warn: () => undefined }
  worker = await startWorker(store, { kinds, log, onLost: () => undefined })
})
afterAll(async () => {
  await worker.stop()
  await server.close()
})

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

test('a cause says its message, and one that nobody knows is not there', async () => {
  const { cause_id, text } = causeOf([texts[0] ?? ''])
  const known = await server.get(`/app/v1/activity/causes/${cause_id}`, key)
  expect([known.status, known.body]).toEqual([200, { value: { cause_id, message: text } }])
  expect((await server.get('/app/v1/activity/causes/1-nobody-knows-it', key)).status).toBe(404)
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

describe('an export of a cause and of a text in messages', () => {
  const message = 'data 532'
  const filter = 'state eq "ERRORED"'
  const headers = () => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' })
  const make = async (body: object, more: Readonly<Record<string, string>> = {}) =>
    await server.send('POST', `${own}:export?jsonl=true`, { ...headers(), ...more }, body)
  const idOf = ({ body }: { readonly body: unknown }) => (body as { value: { id: string } }).value.id

  async function packOf(id: string) {
    const { db } = server.database.store
    const job = db.selectFrom('job').select('state').where('id', '=', id)
    await expect
      .poll(async () => (await job.executeTakeFirst())?.state, { timeout: 20_000, interval: 20 })
      .toBe('FINISHED')
    const answer = await fetch(`${server.url}/app/v1/exports/${id}/pack`, { headers: headers() })
    const files = await readPack(Buffer.from(await answer.arrayBuffer()))
    const [lines] = [...files].flatMap(([name, bytes]) => (name.endsWith('.jsonl') ? [bytes.toString()] : []))
    const tasks = (lines ?? '').split('\n').filter(Boolean)
    const manifest: unknown = JSON.parse(files.get('manifest.json')?.toString() ?? '')
    return { tasks: tasks.map((line) => (JSON.parse(line) as ActionEvent).policy_task), manifest }
  }

  test('holds the rows of the list in its order, and its manifest says of which events, in words and as fields', async () => {
    const order_by = 'identity_name desc'
    const { tasks, manifest } = await packOf(idOf(await make({ filter, message, order_by })))
    expect(tasks).toEqual(await walk({ filter, message, order_by }))
    expect(tasks.length).toBeGreaterThan(5)
    expect(manifest).toMatchObject({
      export: { kind: 'ACTION_EVENTS' },
      query: {
        covers: 'every event of the log that the filter matches',
        filter,
        message,
        filter_in_words: `state is "ERRORED" and first message contains "${message}"`,
      },
      rows: { written: tasks.length, counted: tasks.length },
    })
    expect((manifest as { query: object }).query).not.toHaveProperty('cause')
  })

  test('names the cause by its message, and asks for an or of a filter as one part', async () => {
    const { cause_id: cause, text } = causeOf([texts[0] ?? ''])
    const either = 'state eq "ERRORED" or any_changes eq true'
    const { tasks, manifest } = await packOf(idOf(await make({ filter: either, cause })))
    expect(tasks).toEqual(await walk({ filter: either, cause }))
    const { query } = manifest as { query: Readonly<Record<string, unknown>> }
    expect(query).toMatchObject({ cause, cause_message: text })
    expect(query['filter_in_words']).toBe(
      `(any changes is true or state is "ERRORED") and cause is ${JSON.stringify(cause)} (${JSON.stringify(text)})`,
    )
    const unknown = await packOf(idOf(await make({ cause: '1-nobody' })))
    expect(unknown).toMatchObject({
      tasks: [],
      manifest: { query: { cause: '1-nobody', cause_message: null, filter_in_words: 'cause is "1-nobody"' } },
    })
  })

  test('is told in the list of own exports, counted before, and made once for a key', async () => {
    const { cause_id: cause, text } = causeOf([texts[0] ?? ''])
    const once = { 'idempotency-key': 'events of a message' }
    const first = await make({ filter, message }, once)
    const again = await make({ filter, message }, once)
    expect([idOf(again), again.headers.get('idempotent-replayed')]).toEqual([idOf(first), 'true'])
    expect((await make({ filter, message: 'data' }, once)).status).toBe(422)
    expect((await make({ filter, message, cause }, once)).status).toBe(422)
    const second = await make({ filter, cause })
    const { body } = await server.send('GET', '/app/v1/exports', headers())
    const listed = new Map((body as { values: { id: string }[] }).values.map((made) => [made.id, made]))
    expect(listed.get(idOf(first))).toMatchObject({ filter, message, cause: null, cause_message: null })
    expect(listed.get(idOf(second))).toMatchObject({ filter, message: null, cause, cause_message: text })
    const preview = await ask('/app/v1/activity/action_events:export_preview', { filter, message })
    const { length } = await walk({ filter, message })
    expect((preview.body as { value: object }).value).toMatchObject({ row_count: length, refusal: null })
  })

  test('is refused where the list is', async () => {
    const { status, body } = await make({ message })
    expect([status, readFailure(status, body).reason]).toEqual([400, 'MESSAGE_NEEDS_BOUND'])
  })
})
