import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { rawGet, rawRequest } from '#testing/raw-http.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const people = { user_type: 'localCookieUser', id: 'omar' }
const list = '/app/v1/accounts'
let local: TestServer
let open: TestServer
beforeAll(async () => {
  local = await startServer(inject('postgresUrl'))
  await local.signInDemo('omar', 'admin')
  open = await startServer(inject('postgresUrl'), { publicUrl: 'https://audit.example' })
  await insertAccount(open)
})
afterAll(async () => {
  await local.close()
  await open.close()
})

/** The account of an admin, and a session of theirs with the token `before`, from a time when there was an entrance. */
async function insertAccount({ database }: TestServer): Promise<void> {
  const { db } = database.store
  const roles = ['admin']
  const account = {
    ...people,
    email: '',
    name: 'omar',
    roles,
    manager_type: null,
    manager_id: null,
    demo: true,
  }
  await db.insertInto('person').values(account).execute()
  const session = {
    token_hash: createHash('sha256').update('before').digest(),
    user_type: people.user_type,
    actor: people.id,
    created_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    id: 'before',
    method: 'entrance',
    authenticated_at: new Date().toISOString(),
    last_used_at: new Date().toISOString(),
  } as const
  await db.insertInto('session').values(session).execute()
}

type Headers = Readonly<Record<string, string>>

/** Asks for a session as the account of an admin, with a `Host` of one's own choosing. */
function startSession(
  server: TestServer,
  host: string,
  more: Headers = {},
  account: object = { account: people },
) {
  const body = JSON.stringify(account)
  const headers = {
    ...pageHeaders,
    host,
    connection: 'close',
    'content-length': String(body.length),
    ...more,
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return rawRequest(server.port, `POST /app/v1/session HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

describe('T31 with PUBLIC_URL', () => {
  test.each([() => `127.0.0.1:${open.port}`, () => `localhost:${open.port}`, () => 'audit.example'])(
    'nobody is given a session, by whatever name %#',
    async (host) => {
      for (const account of [{ account: people }, {}]) {
        const answer = await startSession(open, host(), {}, account)
        expect(answer.status).toBe(403)
        expect(answer.headers).not.toContain('set-cookie')
        expect(JSON.parse(answer.body)).toMatchObject({ detail: 'Nobody gets in here without signing in.' })
      }
      const accounts = await rawGet(open.port, list, { host: host() })
      expect(JSON.parse(accounts.body)).toMatchObject({ values: [], local: false })
    },
  )

  test('a session from before lets nobody in', async () => {
    const cookie = { cookie: '__Host-Http-countersign=before', 'sec-fetch-site': 'same-origin' }
    const answer = await rawGet(open.port, '/app/v1/session', { host: 'audit.example', ...cookie })
    expect(answer.status).toBe(401)
  })

  test('the figures of the server need a key, and a key works', async () => {
    expect((await rawGet(open.port, '/metrics')).status).toBe(401)
    const authorization = `Bearer ${await open.keyOf(people, 'ops:metrics')}`
    expect((await rawGet(open.port, '/metrics', { host: 'audit.example', authorization })).status).toBe(200)
    expect((await rawGet(local.port, '/metrics')).status).toBe(200)
  })
})

describe('T31 what a proxy has passed on', () => {
  test.each([
    'forwarded',
    'via',
    'x-real-ip',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-forwarded-anything',
  ])('is known by %s and given no session', async (name) => {
    const host = `127.0.0.1:${local.port}`
    expect((await startSession(local, host)).status).toBe(200)
    expect((await startSession(local, host, { [name]: '' })).status).toBe(403)
  })
})

describe('T31 with DEMO=off', () => {
  test('the accounts are gone, with the sessions that they had; the local auditor stays', async () => {
    const off = await startServer(inject('postgresUrl'), { accounts: false })
    try {
      await insertAccount(off)
      const host = `127.0.0.1:${off.port}`
      expect((await startSession(off, host)).status).toBe(404)
      expect((await off.get(list)).body).toMatchObject({ values: [], local: true })
      const before = { ...pageHeaders, cookie: 'countersign=before' }
      expect((await off.send('GET', '/app/v1/session', before)).status).toBe(401)
      expect((await startSession(off, host, {}, {})).status).toBe(200)
    } finally {
      await off.close()
    }
  })
})

describe('T31 a request that names two hosts', () => {
  const ask = (head: string) =>
    rawRequest(local.port, `${head}connection: close\r\n\r\n`.replaceAll('PORT', String(local.port)))

  test.each([
    ['two Host headers', 'GET /healthz HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\nhost: evil.example\r\n'],
    ['the same Host twice', 'GET /healthz HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\nHOST: 127.0.0.1:PORT\r\n'],
    ['a target elsewhere', 'GET http://evil.example/healthz HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\n'],
    ['a target with a user', 'GET http://a@127.0.0.1:PORT/healthz HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\n'],
    ['a target without a port', 'GET http://127.0.0.1/healthz HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\n'],
    ['our target, another host', 'GET http://127.0.0.1:PORT/healthz HTTP/1.1\r\nhost: evil.example\r\n'],
  ])('%s: 400', async (_, head) => {
    const answer = await ask(head)
    expect(answer.status).toBe(400)
    expect(answer.body).toContain('two hosts')
  })

  test.each(['http://127.0.0.1:PORT/healthz', 'HTTP://127.0.0.1:PORT/healthz?x'])(
    'with a target that has our own authority (%s) is answered',
    async (target) => {
      expect((await ask(`GET ${target} HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\n`)).status).toBe(200)
    },
  )

  test('with an absolute target of our own the path decides the form of a refusal', async () => {
    const answer = await ask('GET http://127.0.0.1:PORT/app/v1/nothing HTTP/1.1\r\nhost: 127.0.0.1:PORT\r\n')
    expect([answer.status, answer.headers]).toEqual([404, expect.stringContaining('problem+json')])
  })
})

describe('T31 the port that the scheme of PUBLIC_URL has anyway', () => {
  const statusOf = async (host: string, target = '/healthz') =>
    (await rawRequest(open.port, `GET ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`))
      .status

  test.each([
    ['audit.example', 200],
    ['audit.example:443', 200],
    ['Audit.Example:443', 200],
    ['audit.example:80', 421],
    ['audit.example:4430', 421],
    ['audit.example:443:443', 421],
    ['evil.example:443', 421],
    [':443', 421],
  ])('may stand in a Host: %s is %d', async (host, status) => {
    expect(await statusOf(host)).toBe(status)
  })

  test('may stand in one of target and Host, and is no second host', async () => {
    expect(await statusOf('audit.example:443', 'https://audit.example/healthz')).toBe(200)
    expect(await statusOf('audit.example', 'HTTPS://audit.example:443/healthz')).toBe(200)
    expect(await statusOf('audit.example:443', 'http://audit.example/healthz')).toBe(400)
  })

  test('is 80 where it is http', async () => {
    const plain = await startServer(inject('postgresUrl'), { publicUrl: 'http://audit.localhost' })
    const asked = ['audit.localhost:80', 'audit.localhost', 'audit.localhost:443']
    const statuses = []
    for (const host of asked) statuses.push((await rawGet(plain.port, '/healthz', { host })).status)
    await plain.close()
    expect(statuses).toEqual([200, 200, 421])
  })
})

describe('T31 limits behind a proxy', () => {
  const rate = { perSecond: 0.001, burst: 3 }
  const asks = async (server: TestServer, client: string) => {
    const answers = []
    for (let index = 0; index < 4; index++)
      answers.push((await rawGet(server.port, list, { 'x-forwarded-for': client })).status)
    return answers
  }

  test('are for each client that a trusted proxy names, whatever the client itself has said before', async () => {
    const server = await startServer(inject('postgresUrl'), { rate, trustedProxies: ['127.0.0.0/8'] })
    expect(await asks(server, '203.0.113.1')).toEqual([200, 200, 200, 429])
    expect(await asks(server, '203.0.113.2')).toEqual([200, 200, 200, 429])
    expect(await asks(server, '198.51.100.7, 203.0.113.1')).toEqual([429, 429, 429, 429])
    await server.close()
  })

  test('are for the address that asks where it is no trusted proxy', async () => {
    const server = await startServer(inject('postgresUrl'), { rate, trustedProxies: ['192.0.2.1'] })
    expect(await asks(server, '203.0.113.1')).toEqual([200, 200, 200, 429])
    expect(await asks(server, '203.0.113.2')).toEqual([429, 429, 429, 429])
    await server.close()
  })
})
