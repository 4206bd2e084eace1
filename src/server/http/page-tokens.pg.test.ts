import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { createRandom } from '#testing/random.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

const path = '/api/private/lifecycle_management/action_events'
const random = createRandom(7)
let server: TestServer
let key: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, awkwardEvents(300, random))
  key = await server.key('activity:read')
})
afterAll(() => server.close())

type Query = Record<string, string>
const list = (query: Query, as = key) => server.get(`${path}?${new URLSearchParams(query)}`, as)

async function tokenFor(query: Query): Promise<string> {
  return ((await list(query)).body as { next_page_token: string }).next_page_token
}

function mutated(token: string): string {
  const at = random.below(token.length)
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. %\u0000é'
  const roll = random.next()
  if (roll < 0.5) return token.slice(0, at) + random.pick([...letters]) + token.slice(at + 1)
  if (roll < 0.65) return token.slice(0, at)
  if (roll < 0.8) return token.slice(0, at) + random.pick([...letters]) + token.slice(at)
  if (roll < 0.9) return [...token].reverse().join('')
  return Buffer.from(
    Buffer.from(token, 'base64url').map((byte, index) => (index === at % 40 ? byte ^ 1 : byte)),
  ).toString('base64url')
}

describe('page tokens', () => {
  test('2,000 changed tokens are all refused with 400 naming page_token, and give no rows', async () => {
    const token = await tokenFor({})
    let tried = 0
    while (tried < 2_000) {
      const changed = mutated(token)
      if (changed === token || changed === '') continue
      tried++
      const { status, body } = await list({ page_token: changed })
      expect(status, JSON.stringify(changed)).toBe(400)
      const failure = readFailure(status, body)
      expect(failure.violations.map((violation) => violation.field)).toEqual(['page_token'])
    }
  }, 120_000)

  test('a token works for its own list and for no other filter, order or caller', async () => {
    const query = {
      filter: 'jobs_started eq 1 or jobs_started eq 2',
      order_by: 'state desc',
      page_size: '10',
    }
    const token = await tokenFor(query)
    expect((await list({ ...query, page_token: token })).status).toBe(200)
    expect((await list({ ...query, page_token: token, page_size: '5' })).status).toBe(200)
    // The same filter written differently is the same list.
    expect(
      (await list({ ...query, filter: '(JOBS_STARTED EQ 2) or jobs_started eq 1', page_token: token }))
        .status,
    ).toBe(200)
    expect((await list({ ...query, filter: 'jobs_started eq 1', page_token: token })).status).toBe(400)
    expect((await list({ page_size: '10', order_by: 'state desc', page_token: token })).status).toBe(400)
    expect((await list({ ...query, order_by: 'state asc', page_token: token })).status).toBe(400)
    expect((await list({ ...query, page_token: token }, await server.key('activity:read'))).status).toBe(400)
  })

  test('a token says nothing of where it points', async () => {
    const token = await tokenFor({ order_by: 'identity_name desc' })
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toMatch(/lovelace|hopper|\d{15}/i)
  })
})
