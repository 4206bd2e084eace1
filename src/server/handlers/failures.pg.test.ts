import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type * as z from 'zod/mini'
import { FailureBoard, FailureDetails, FailureIdentity, EventFailure } from '#contract/activity/failures.ts'
import { page, value } from '#contract/envelopes.ts'
import { fillCauses } from '#server/store/activity/causes/fill-causes.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

const path = '/app/v1/activity/failures'
let server: TestServer
let key = ''

const failed = (minute: number, identity_id: string, more: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({
    policy_task: `task ${identity_id} ${minute}`,
    state: 'ERRORED',
    identity_id,
    identity_name: `Name of ${identity_id}`,
    started_at: `2026-11-20T10:${String(minute).padStart(2, '0')}:00Z`,
    completed_at: `2026-11-20T10:${String(minute).padStart(2, '0')}:30Z`,
    messages: ['Exchange answered 429 Too Many Requests'],
    ...more,
  })
const completed = { state: 'COMPLETED', messages: [] }
const other = { messages: ['User "x" is locked'] }

const events = [
  failed(1, 'ana'),
  failed(2, 'ana', { policy_task: 'second', workflow_name: 'Mover' }),
  failed(3, 'ana', completed),
  failed(4, 'bob'),
  failed(5, 'bob', completed),
  failed(6, 'bob', other),
  failed(7, 'cleo', { action_name: 'Create mailbox', policy_id: 'policy-2', policy_name: 'Plants' }),
  failed(8, 'cleo', { action_name: 'Create mailbox', policy_id: 'policy-2', policy_name: 'Plants' }),
]

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  key = await server.key('activity:read')
  await insertEvents(server.database.store.db, events)
  await fillCauses(server.database.store)
})
afterAll(() => server.close())

const get = async <S extends z.ZodMiniType>(schema: S, address: string) => {
  const { status, body } = await server.get(address, key)
  expect(status, JSON.stringify(body)).toBe(200)
  return schema.parse(body)
}
const board = async (filter = '') =>
  (await get(value(FailureBoard), `${path}?filter=${encodeURIComponent(filter)}`)).value
const idOf = async (message: string) =>
  (await board()).causes.find((cause) => cause.message.includes(message))?.cause_id ?? ''

test('the board has each cause with its events, where they were, and what has become of them', async () => {
  const { events: count, unsorted, bar_seconds, causes } = await board()
  expect({ count, unsorted, bar_seconds }).toEqual({ count: 6, unsorted: 0, bar_seconds: 60 })
  expect(causes).toEqual([
    {
      cause_id: expect.stringMatching(/^\d+-/) as string,
      message: 'Exchange answered 429 Too Many Requests',
      events: 5,
      identities: 3,
      first_at: '2026-11-20T10:01:00Z',
      last_at: '2026-11-20T10:08:00Z',
      became: [
        { of: 'STILL_BROKEN', places: 2 },
        { of: 'BROKEN_AGAIN', places: 1 },
        { of: 'FIXED', places: 1 },
      ],
      workflows: [
        { value: 'Joiner', count: 4 },
        { value: 'Mover', count: 1 },
      ],
      workflow_count: 2,
      actions: [
        { value: 'Sync AD user', count: 3 },
        { value: 'Create mailbox', count: 2 },
      ],
      action_count: 2,
      bars: [1, 2, 4, 7, 8].map((minute) => ({ at: `2026-11-20T10:0${minute}:00Z`, count: 1 })),
    },
    expect.objectContaining({ message: 'User "x" is locked', events: 1 }),
  ])
})

test('one cause has its policies', async () => {
  const { value: details } = await get(value(FailureDetails), `${path}/${await idOf('429')}`)
  expect(details.policies).toEqual([
    { value: 'policy-1', label: 'Workforce', count: 3 },
    { value: 'policy-2', label: 'Plants', count: 2 },
  ])
})

const identities = (query = '', id = idOf('429')) =>
  id.then((cause) => get(page(FailureIdentity), `${path}/${cause}/identities?${query}`))
const told = ({
  identity_id,
  workflow_name,
  action_name,
  events: count,
  last,
  became,
  by,
}: FailureIdentity) =>
  [identity_id, workflow_name, action_name, count, last.at, became, by && `${by.state} ${by.at}`].join(' | ')

test('the identities of a cause come with the newest failures first, each with the event by which it became what it has', async () => {
  const { values } = await identities()
  expect(values.map(told)).toEqual([
    'cleo | Joiner | Create mailbox | 2 | 2026-11-20T10:08:30Z | STILL_BROKEN | ',
    'bob | Joiner | Sync AD user | 1 | 2026-11-20T10:04:30Z | BROKEN_AGAIN | ERRORED 2026-11-20T10:06:30Z',
    'ana | Mover | Sync AD user | 1 | 2026-11-20T10:02:30Z | STILL_BROKEN | ',
    'ana | Joiner | Sync AD user | 1 | 2026-11-20T10:01:30Z | FIXED | COMPLETED 2026-11-20T10:03:30Z',
  ])
  expect(values.map(({ by_cause, by_message }) => [by_cause, by_message])).toEqual([
    [null, null],
    [await idOf('locked'), 'User "x" is locked'],
    [null, null],
    [null, null],
  ])
})

test('pages of identities hold each once, and those of one outcome', async () => {
  const all = (await identities()).values
  const walked: FailureIdentity[] = []
  for (let token: string | undefined = ''; token !== undefined; ) {
    const { values, has_more, next_page_token } = await identities(`page_size=1&page_token=${token}`)
    walked.push(...values)
    token = has_more ? next_page_token : undefined
  }
  expect(walked).toEqual(all)
  expect((await identities('became=STILL_BROKEN')).values).toEqual(
    all.filter(({ became }) => became === 'STILL_BROKEN'),
  )
})

test('a token of one list is none of another', async () => {
  const id = await idOf('429')
  const { next_page_token: token } = await identities('page_size=1')
  const ask = (query: string, cause = id) =>
    server.get(`${path}/${cause}/identities?page_token=${token}${query}`, key)
  expect((await ask('')).status).toBe(200)
  expect((await ask('&became=FIXED')).status).toBe(400)
  expect((await ask('&filter=policy_id%20eq%20%22policy-1%22')).status).toBe(400)
  expect((await ask('', await idOf('locked'))).status).toBe(400)
})

test('of an event its cause is told, how many have it, and what has become of it for its identity', async () => {
  const failure = async (task: string, action = 'Sync%20AD%20user') =>
    (await get(value(EventFailure), `/app/v1/activity/events/${task}/${action}/failure`)).value
  expect(await failure('second')).toMatchObject({
    cause_id: await idOf('429'),
    message: 'Exchange answered 429 Too Many Requests',
    events: 5,
    identity: { identity_id: 'ana', workflow_name: 'Mover', events: 1, became: 'STILL_BROKEN' },
  })
  expect(await failure('task%20ana%203')).toEqual({
    cause_id: null,
    message: null,
    events: 0,
    unsorted: 0,
    identity: null,
  })
  const { status } = await server.get('/app/v1/activity/events/none/none/failure', key)
  expect(status).toBe(404)
})

test('a filter narrows what is counted, and not by what failures are judged', async () => {
  const early = 'started_at lt "2026-11-20T10:03:00Z"'
  expect((await board(early)).causes).toMatchObject([
    {
      events: 2,
      identities: 1,
      became: [
        { of: 'FIXED', places: 1 },
        { of: 'STILL_BROKEN', places: 1 },
      ],
    },
  ])
  expect(await board('state eq "COMPLETED"')).toMatchObject({ events: 0, unsorted: 0, causes: [] })
  const { value: details } = await get(
    value(FailureDetails),
    `${path}/${await idOf('429')}?filter=${encodeURIComponent('state eq "COMPLETED"')}`,
  )
  expect(details).toMatchObject({ cause: { events: 0, became: [], first_at: null }, policies: [] })
})

test('a cause that no event has is not there', async () => {
  expect((await server.get(`${path}/1-none`, key)).status).toBe(404)
  expect((await server.get(`${path}/1-none/identities`, key)).status).toBe(404)
})

test('a failed event whose cause is not known yet is counted as such', async () => {
  const { db } = server.database.store
  await insertEvents(db, [failed(9, 'dan'), failed(10, 'dan', other)])
  const now = await board()
  expect(now).toMatchObject({ events: 8, unsorted: 2 })
  expect(now.causes.map(({ events: count }) => count)).toEqual([5, 1])
  expect(
    (await get(value(EventFailure), '/app/v1/activity/events/task%20dan%209/Sync%20AD%20user/failure')).value,
  ).toEqual({ cause_id: null, message: null, events: 0, unsorted: 2, identity: null })
  // Beside one cause those are counted that match, some of which may be of it.
  const unsortedBeside = async (filter = '') =>
    (await get(value(FailureDetails), `${path}/${await idOf('429')}?filter=${encodeURIComponent(filter)}`))
      .value.unsorted
  expect(await unsortedBeside()).toBe(2)
  expect(await unsortedBeside('started_at ge "2026-11-20T10:10:00Z"')).toBe(1)
  // Of other rules is not known either.
  await sql`INSERT INTO cause VALUES ('0-old', 'old', '{}')`.execute(db)
  await sql`UPDATE action_event SET cause_id = '0-old' WHERE cause_id IS NULL AND state = 'ERRORED'`.execute(
    db,
  )
  expect(await unsortedBeside()).toBe(2)
})
