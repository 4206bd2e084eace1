import Fastify from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { rawGet } from '#testing/raw-http.ts'
import { aUser } from '#testing/review-data.ts'
import { pageHeaders as page, startServer, type TestServer } from '#testing/start-server.ts'
import { newKeyText } from '../store/keys/key-text.ts'
import { startImport } from '../store/activity/imports.ts'
import { registerGuard } from './guard.ts'

const list = '/api/private/lifecycle_management/action_events'
let server: TestServer
let key: string
let cookie: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertEvents(db, [anEvent()], await startImport(db, { fileName: 'events.ndjson', demo: false }))
  key = await server.key('activity:read')
  const started = await fetch(`${server.url}/app/v1/session`, { method: 'POST', headers: page, body: '{}' })
  cookie = started.headers.get('set-cookie') ?? ''
})
afterAll(() => server.close())

const token = () => cookie.split(';')[0] ?? ''
const get = (path: string, headers: Record<string, string>) => fetch(server.url + path, { headers })

describe('every route declares what it takes to be allowed in', () => {
  test('a route without a permission keeps the server from starting', async () => {
    const app = Fastify()
    await app.register((await import('@fastify/rate-limit')).default, { global: false })
    registerGuard(app, {
      people: server.people,
      cookieName: 'c',
      rate: { perSecond: 1, burst: 1 },
      actorHash: () => '',
      isLocal: () => false,
    })
    expect(() => app.get('/open', () => 'hello')).toThrow(/does not declare a permission/)
  })
})

describe('keys', () => {
  const withKey = async (text: string) => {
    const response = await get(list, { authorization: `Bearer ${text}` })
    return [response.status, ((await response.json()) as { message?: string }).message]
  }

  test('a malformed, an unknown, an expired and a revoked key are each told apart', async () => {
    expect(await withKey('nonsense')).toEqual([401, 'Malformed API key'])
    expect(await withKey(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)).toEqual([
      401,
      'This API key was mistyped or cut: its last characters do not fit the rest. Copy it again.',
    ])
    expect(await withKey(newKeyText().text)).toEqual([401, 'Invalid API key'])
    const expired = await server.people.createKey(['activity:read'], -1)
    expect((await withKey(expired.key))[1]).toMatch(/expired/)
    const revoked = await server.people.createKey(['activity:read'], 1)
    expect((await withKey(revoked.key))[0]).toBe(200)
    expect(await server.people.revokeKey(revoked.record.id)).toBe(true)
    expect((await withKey(revoked.key))[1]).toMatch(/revoked/)
  })

  test('secrets are nowhere in the database', async () => {
    const secret = key.slice('csk_0123abcd_'.length, -6)
    const { rows } = await sql<{
      found: boolean
    }>`SELECT bool_or(api_key::text LIKE ${`%${secret}%`}) AS found FROM api_key`.execute(
      server.database.store.db,
    )
    expect(rows[0]?.found).toBe(false)
  })
})

describe('the session cookie', () => {
  test('is out of reach of scripts and other sites', () => {
    expect(cookie).toMatch(/^countersign=[\w-]{43}; .*HttpOnly; SameSite=Strict/)
  })

  test('reads only for a page of ours: another site, a sibling or an unknown sender is refused', async () => {
    for (const site of ['cross-site', 'same-site', 'none', undefined]) {
      const headers = { cookie: token(), ...(site ? { 'sec-fetch-site': site } : {}) }
      expect((await get(list, headers)).status, String(site)).toBe(403)
    }
    expect((await get(list, { cookie: token(), 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })

  test('a session is started only by a page of ours: each missing condition refuses it', async () => {
    for (const missing of Object.keys(page)) {
      const headers: Record<string, string> = {
        ...page,
        [missing]: missing === 'content-type' ? 'text/plain' : 'other',
      }
      const { status } = await fetch(`${server.url}/app/v1/session`, { method: 'POST', headers, body: '{}' })
      expect(status, missing).toBe(missing === 'content-type' ? 415 : 403)
    }
  })

  test('together with a key it is refused, so that neither hides the other', async () => {
    const headers = { cookie: token(), authorization: `Bearer ${key}`, 'sec-fetch-site': 'same-origin' }
    expect((await get(list, headers)).status).toBe(400)
  })

  test('is not given through a proxy or to an address that others can reach', async () => {
    const proxied = await fetch(`${server.url}/app/v1/session`, {
      method: 'POST',
      headers: { ...page, 'x-forwarded-for': '203.0.113.9' },
      body: '{}',
    })
    expect(proxied.status).toBe(403)
    const open = await startServer(inject('postgresUrl'), { publicUrl: 'https://audit.example' })
    const body = '{}'
    const lines = Object.entries({
      ...page,
      host: 'audit.example',
      connection: 'close',
      'content-length': String(body.length),
    })
    const { rawRequest } = await import('#testing/raw-http.ts')
    const answer = await rawRequest(
      open.port,
      `POST /app/v1/session HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    )
    expect(answer.status).toBe(403)
    await open.close()
  })
})

describe('the edge', () => {
  test('a foreign Host is 421, whatever it asks for', async () => {
    for (const host of [
      'evil.example',
      'evil.example:80',
      '127.0.0.1',
      `127.0.0.1.evil.example:${server.port}`,
      'localhost:1',
      '',
    ])
      expect((await rawGet(server.port, '/healthz', { host })).status, host).toBe(421)
    for (const host of [
      `127.0.0.1:${server.port}`,
      `localhost:${server.port}`,
      `[::1]:${server.port}`,
      `LOCALHOST:${server.port}`,
    ])
      expect((await rawGet(server.port, '/healthz', { host })).status, host).toBe(200)
  })

  test('every answer carries the headers, errors too', async () => {
    for (const path of ['/healthz', list, '/api/nothing', `${list}/x/%zz`, '/docs', '/openapi.json']) {
      const { headers } = await rawGet(server.port, path)
      expect(headers, path).toContain("default-src 'none'")
      expect(headers, path).toContain("require-trusted-types-for 'script'")
      expect(headers, path).toContain('x-content-type-options: nosniff')
      expect(headers, path).toContain('referrer-policy: no-referrer')
      expect(headers, path).toContain('cross-origin-opener-policy: same-origin')
    }
  })

  test('T32 too many requests are 429 with Retry-After, for one person by all keys and not for another', async () => {
    const slow = await startServer(inject('postgresUrl'), { rate: { perSecond: 0.05, burst: 10 } })
    const keys = [await slow.key('activity:read'), await slow.key('activity:read')]
    await slow.signIn('ana', 'auditor')
    const second = await slow.keyOf(aUser('ana'), 'activity:read')
    const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => slow.get(list, keys[at % 2])))
    const limited = answers.filter((answer) => answer.status === 429)
    expect(limited).toHaveLength(20)
    expect(Number(limited[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await slow.get(list, second)).status).toBe(200)
    const guesses = await Promise.all(Array.from({ length: 30 }, () => slow.get(list, 'wrong')))
    expect(guesses.filter((answer) => answer.status === 429).length).toBeGreaterThan(10)
    await slow.close()
  })
})

describe('the access log', () => {
  test('says who read what and when, never the text, and cannot be changed', async () => {
    const fresh = await startServer(inject('postgresUrl'))
    const { db } = fresh.database.store
    await insertEvents(db, [anEvent()])
    const reader = await fresh.key('activity:read')
    await fresh.get(`${list}/task-1/Sync%20AD%20user`, reader)
    const written = await db.selectFrom('access_log').selectAll().execute()
    expect(written).toMatchObject([{ action: 'getActionEvent', via: 'key' }])
    await fresh.get(`${list}?filter=${encodeURIComponent('identity_name eq "Secret Person"')}`, reader)
    await expect.poll(() => db.selectFrom('access_log').selectAll().execute()).toHaveLength(2)
    expect(JSON.stringify(await db.selectFrom('access_log').selectAll().execute())).not.toMatch(
      /Secret|filter/,
    )
    await expect(db.deleteFrom('access_log').execute()).rejects.toThrow(/append-only/)
    await expect(db.updateTable('access_log').set({ actor: 'nobody' }).execute()).rejects.toThrow(
      /append-only/,
    )
    await expect(sql`TRUNCATE access_log`.execute(db)).rejects.toThrow(/append-only/)
    await fresh.close()
  })

  test('a read that cannot be recorded is not answered', async () => {
    const fresh = await startServer(inject('postgresUrl'))
    await insertEvents(fresh.database.store.db, [anEvent()])
    const reader = await fresh.key('activity:read')
    await sql`ALTER TABLE access_log RENAME TO gone`.execute(fresh.database.store.db)
    const { status, body } = await fresh.get(`${list}/task-1/Sync%20AD%20user`, reader)
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toMatch(/Lovelace|access_log|relation/)
    await sql`ALTER TABLE gone RENAME TO access_log`.execute(fresh.database.store.db)
    await fresh.close()
  })
})
