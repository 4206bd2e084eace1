import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { EventNews, type NewEvents } from '#contract/activity/event-news.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { fillCauses } from './causes/fill-causes.ts'

const list = '/api/private/lifecycle_management/action_events'
const own = '/app/v1/activity/events'
let server: TestServer
let key: string
const db = () => server.database.store.db

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  key = await server.key('activity:read')
})
afterAll(() => server.close())

let made = 0
/** So many events that nobody has stored before. */
const fresh = (count: number, given: Parameters<typeof anEvent>[0] = {}) =>
  Array.from({ length: count }, () => anEvent({ policy_task: `task ${++made}`, ...given }))

/** What the first page of a list says of up to where events are stored. */
async function positionOf(query = ''): Promise<string> {
  const { headers } = await server.get(`${list}${query}`, key)
  return headers.get('stored-position') ?? 'none'
}

async function newSince(query: Readonly<Record<string, string>>): Promise<NewEvents> {
  const { body } = await server.get(`${own}:new?${new URLSearchParams(query)}`, key)
  return (body as { value: NewEvents }).value
}

describe('what is new since a list was read', () => {
  test('are the events that match and had not been stored; others have changed', async () => {
    await insertEvents(db(), fresh(150))
    const since = await positionOf()
    expect(await newSince({ since })).toEqual({ count: 0, capped: false, changed: false, position: since })

    await insertEvents(db(), [...fresh(3, { state: 'ERRORED' }), ...fresh(2)])
    const later = await newSince({ since })
    expect(later).toMatchObject({ count: 5, changed: false })
    expect(await newSince({ since, filter: 'state eq "ERRORED"' })).toMatchObject({ count: 3 })
    expect(await newSince({ since: await positionOf() })).toMatchObject({ count: 0 })

    await sql`UPDATE action_event SET state = 'ABANDONED' WHERE policy_task = 'task 1'`.execute(db())
    const changed = await newSince({ since })
    expect(changed).toMatchObject({ count: 5, changed: true })
    expect(await newSince({ since, seen: later.position })).toMatchObject({ changed: true })
    expect(await newSince({ since, seen: changed.position })).toMatchObject({ count: 5, changed: false })
  })

  test('is said by the first page of a list alone, empty or not', async () => {
    const page = await server.get(`${list}?page_size=1`, key)
    const { next_page_token } = page.body as { next_page_token: string }
    expect(await positionOf(`?page_size=1&page_token=${next_page_token}`)).toBe('none')
    const none = `?${new URLSearchParams({ filter: 'policy_task eq "nobody\'s"' })}`
    expect(await positionOf(none)).toBe(await positionOf())
  })

  test('a position that no list has said is refused', async () => {
    for (const since of ['', '5', 'a.b', '-1.0'])
      expect((await server.get(`${own}:new?since=${since}`, key)).status, since).toBe(400)
    expect((await server.get(`${own}:new`, key)).status).toBe(400)
  })
})

describe('the stream', () => {
  let cookie: string
  beforeEach(async () => {
    cookie = await server.signIn('ann', 'auditor')
  })

  /** Opens it; returns what reads one piece of news after the other. */
  async function open(): Promise<() => Promise<EventNews>> {
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    const headers = { ...pageHeaders, cookie }
    const { status, body } = await fetch(`${server.url}${own}/changes`, { headers, signal: stop.signal })
    expect(status).toBe(200)
    const pieces = body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]()
    let text = ''
    return async () => {
      for (;;) {
        const [whole, data] = /event: events\ndata: (.*)\n\n/.exec(text) ?? []
        if (whole !== undefined) {
          text = text.slice(text.indexOf(whole) + whole.length)
          return EventNews.parse(JSON.parse(data ?? ''))
        }
        const { value, done } = (await pieces?.next()) ?? { done: true, value: '' }
        if (done) throw new Error(`the stream has ended after ${text}`)
        text += value
      }
    }
  }

  test('tells how many are new, and those that have changed as they are now', async () => {
    const next = await open()
    await insertEvents(db(), fresh(7))
    expect(await next()).toMatchObject({ added: 7, changed: [], more_changed: false, missed: false })

    const [first, second] = [fresh(1)[0], fresh(1)[0]]
    if (!first || !second) throw new Error('there are two')
    await insertEvents(db(), [first])
    expect(await next()).toMatchObject({ added: 1 })
    // As the loader writes: one statement for what is new and what is not.
    await sql`INSERT INTO action_event (policy_task, action_name, action_type, state, import_id)
      VALUES (${first.policy_task}, ${first.action_name}, 'PAUSE', 'RUNNING', 0), ('fresh', 'one', 'PAUSE', 'RUNNING', 0)
      ON CONFLICT (policy_task, name_key(action_name)) DO UPDATE SET state = excluded.state`.execute(db())
    const both = await next()
    expect(both).toMatchObject({ added: 1, changed: [{ ...first, state: 'RUNNING' }], more_changed: false })
    expect(await newSince({ since: both.position })).toMatchObject({ count: 0, changed: false })
  })

  test('tells of more than a hundred that they have changed, and of none that its cause has been worked out', async () => {
    const events = fresh(101, { state: 'ERRORED', messages: ['Timed out'] })
    await insertEvents(db(), events)
    const next = await open()
    expect(await fillCauses(server.database.store)).toBeGreaterThan(100)
    await sql`UPDATE action_event SET jobs_errored = 1 WHERE policy_task = ${events[0]?.policy_task}`.execute(
      db(),
    )
    expect(await next()).toMatchObject({ changed: [{ policy_task: events[0]?.policy_task }] })
    await sql`UPDATE action_event SET jobs_errored = 2 WHERE state = 'ERRORED'`.execute(db())
    expect(await next()).toMatchObject({ added: 0, changed: [], more_changed: true })
  })

  test('says that some may have been missed when its connection was lost', async () => {
    const next = await open()
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'countersign event news'`.execute(db())
    expect(await next()).toMatchObject({ missed: true })
    await insertEvents(db(), fresh(1))
    expect(await next()).toMatchObject({ added: 1, missed: false })
  })

  test('is for who may read the log', async () => {
    cookie = await server.signIn('rita', 'reviewer')
    for (const path of [`${own}/changes`, `${own}:new?since=0.0`, `${own}:sortable`]) {
      expect((await server.send('GET', path, { ...pageHeaders, cookie })).status, path).toBe(403)
      expect((await server.send('GET', path, pageHeaders)).status, path).toBe(401)
    }
  })
})
