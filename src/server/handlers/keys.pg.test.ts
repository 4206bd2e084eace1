import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { Role, Scope } from '#contract/permissions.ts'
import { aUser } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const minute = 60_000
const workflows = '/api/preview/awf/workflows'
let server: TestServer
let now: number

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'), { clock: () => new Date(now) })
})
beforeEach(() => {
  now = Date.now()
})
afterAll(() => server.close())

const db = () => server.database.store.db
type Made = { key: string; record: { id: string } & Record<string, unknown> }
const as = async (id: string, ...roles: Role[]) => ({
  ...pageHeaders,
  cookie: await server.signIn(id, ...roles),
})
const ask = (headers: Record<string, string>, input: object = {}) =>
  server.send('POST', '/app/v1/keys', headers, {
    name: 'reports',
    scopes: ['reviews:read'],
    days: 90,
    ...input,
  })
const make = async (headers: Record<string, string>, ...scopes: Scope[]): Promise<Made> =>
  ((await ask(headers, { scopes })).body as { value: Made }).value
const listOf = async (headers: Record<string, string>, query = '') =>
  ((await server.send('GET', `/app/v1/keys${query}`, headers)).body as { values: Record<string, unknown>[] })
    .values

test('a key is made, shown once, works for its scope, and tells when it was last used', async () => {
  const olga = await as('olga', 'operator')
  const { key, record } = await make(olga, 'reviews:read')
  expect(key).toMatch(/^csk_[0-9a-f]{8}_[0-9A-Za-z]{49}$/)
  expect(record).toMatchObject({ name: 'reports', owner: { id: 'olga' }, scopes: ['reviews:read'] })
  expect(record).toMatchObject({ last_used_at: null, revoked_at: null, from_terminal: false })
  expect(record['expires_at']).toBe(new Date(now + 90 * 24 * 60 * minute).toISOString())
  expect((await server.get(workflows, key)).status).toBe(200)
  expect((await server.get('/app/v1/people?search=ana', key)).status).toBe(403)
  const listed = await listOf(olga)
  expect(listed).toEqual([{ ...record, last_used_at: new Date(now - (now % minute)).toISOString() }])
  expect(JSON.stringify(listed)).not.toContain(key.slice(13))
})

test('its last use is written once a minute', async () => {
  const { key, record } = await make(await as('olga', 'operator'), 'reviews:read')
  const versions = new Set<string>()
  for (const at of [0, 1000, 59_999]) {
    now = now - (now % minute) + at
    expect((await server.get(workflows, key)).status).toBe(200)
    versions.add(await versionOf(record.id))
  }
  expect(versions.size).toBe(1)
  now += 1
  await server.get(workflows, key)
  expect(versions.has(await versionOf(record.id))).toBe(false)
})

/** Which version of a row of `api_key` there is: another one after every write. */
async function versionOf(id: string): Promise<string> {
  const { rows } = await sql<{ xmin: string }>`SELECT xmin::text FROM api_key WHERE id = ${id}`.execute(db())
  return rows[0]?.xmin ?? ''
}

test('making one takes a proof of the last ten minutes; listing and revoking do not', async () => {
  const olga = await as('olga', 'operator')
  const { record } = await make(olga, 'reviews:read')
  now += 10 * minute + 1
  const refused = await ask(olga)
  expect(refused).toMatchObject({ status: 403, body: { reason: 'FRESH_PROOF_REQUIRED' } })
  expect((await listOf(olga)).length).toBeGreaterThan(0)
  expect(await revoke(olga, record.id)).toBe(200)
})

const revoke = async (headers: Record<string, string>, id: string) =>
  (await server.send('POST', `/app/v1/keys/${id}:revoke`, headers, {})).status

test('a key is revoked by its owner or an admin, at its next request, and by nobody else', async () => {
  const [olga, omar, ada] = [
    await as('olga', 'operator'),
    await as('omar', 'operator', 'auditor'),
    await as('ada', 'admin'),
  ]
  const [first, second] = [await make(olga, 'reviews:read'), await make(olga, 'reviews:read')]
  expect(await revoke(omar, first.record.id)).toBe(404)
  expect((await server.get(workflows, first.key)).status).toBe(200)
  expect(await revoke(olga, first.record.id)).toBe(200)
  expect((await server.get(workflows, first.key)).body).toMatchObject({
    message: 'This API key was revoked.',
  })
  expect(await revoke(olga, first.record.id)).toBe(404)
  expect(await revoke(ada, second.record.id)).toBe(200)
  expect((await server.get(workflows, second.key)).status).toBe(401)
})

test('operators make keys for what their roles hold, auditors for reading, reviewers none', async () => {
  const force = await ask(await as('olga', 'operator'), { scopes: ['reviews:read', 'reviews:force'] })
  expect(force.status).toBe(400)
  expect(JSON.stringify(force.body)).toContain('A key may do no more than you')
  const eve = await as('eve', 'auditor')
  expect((await ask(eve, { scopes: ['reviews:decide'] })).status).toBe(400)
  expect((await ask(eve, { scopes: ['activity:read', 'reviews:export'] })).status).toBe(201)
  expect((await ask(await as('rita', 'reviewer'))).status).toBe(403)
  expect((await ask(await as('ada', 'admin'), { scopes: ['reviews:force', 'hooks:write'] })).status).toBe(201)
})

test('a key makes, lists and revokes no keys, whatever its scopes and its owner', async () => {
  const { key, record } = await make(await as('ada', 'admin'), 'reviews:settings', 'reviews:force')
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  expect((await ask(headers)).status).toBe(403)
  expect((await server.get('/app/v1/keys', key)).status).toBe(403)
  expect(await revoke(headers, record.id)).toBe(403)
})

test('accounts of the demonstration make none, and are told why', async () => {
  const cookie = await server.signInDemo('dan', 'admin')
  expect(await ask({ ...pageHeaders, cookie })).toMatchObject({
    status: 403,
    body: { reason: 'DEMO_ACCOUNT' },
  })
})

test('nor does whoever came in by the open entrance, as nobody of it', async () => {
  const begun = await server.send('POST', '/app/v1/session', pageHeaders, {})
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(await ask({ ...pageHeaders, cookie })).toMatchObject({
    status: 403,
    body: { reason: 'DEMO_ACCOUNT' },
  })
})

test('who is deactivated while they ask for a key gets none', async () => {
  const headers = await as('lars', 'operator')
  const late = await db()
    .transaction()
    .execute(async (transaction) => {
      const at = new Date().toISOString()
      const lars = transaction.updateTable('person').set({ deactivated_at: at }).where('id', '=', 'lars')
      await lars.execute()
      const answer = ask(headers)
      const waits = sql<{ waiting: number }>`SELECT count(*)::integer AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`
      await expect
        .poll(async () => (await waits.execute(db())).rows[0]?.waiting, { timeout: 10_000 })
        .toBeGreaterThan(0)
      return { answer }
    })
  expect((await late.answer).status).toBe(400)
  const keys = db().selectFrom('api_key').select('id').where('owner', '=', 'lars')
  expect(await keys.execute()).toEqual([])
})

test('how long a key works is limited, and so is what it is asked for', async () => {
  const olga = await as('olga', 'operator')
  for (const wrong of [
    { days: 366 },
    { days: 0 },
    { days: 1.5 },
    { scopes: [] },
    { scopes: ['all'] },
    { name: ' ' },
  ])
    expect((await ask(olga, wrong)).status).toBe(400)
  const { body } = await ask(olga, { days: 365 })
  const { key } = (body as { value: Made }).value
  now += 365 * 24 * 60 * minute
  expect((await server.get(workflows, key)).body).toMatchObject({
    message: expect.stringContaining('expired'),
  })
})

test('admins list the keys of everybody, a page at a time; others their own', async () => {
  const ada = await as('ada', 'admin')
  expect((await server.send('GET', '/app/v1/keys?of=everybody', await as('olga', 'operator'))).status).toBe(
    403,
  )
  const row = { secret_hash: Buffer.alloc(32), owner_type: 'localCookieUser', owner: 'many', scopes: [] }
  const at = { created_at: new Date(now).toISOString(), expires_at: new Date(now).toISOString() }
  const ids = Array.from({ length: 230 }, (_, index) => `many${index}`)
  await db()
    .insertInto('api_key')
    .values(ids.map((id) => ({ ...row, ...at, id, revoked_at: null, last_used_at: null })))
    .execute()
  const seen: unknown[] = []
  for (let token: string | undefined = ''; token !== undefined; ) {
    const answer = await server.send('GET', `/app/v1/keys?of=everybody&page_token=${token}`, ada)
    const body = answer.body as { values: { id: string }[]; next_page_token: string; has_more: boolean }
    seen.push(...body.values.map(({ id }) => id))
    token = body.has_more ? body.next_page_token : undefined
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(expect.arrayContaining(ids))
  expect((await listOf(ada)).every(({ owner }) => (owner as { id: string }).id === 'ada')).toBe(true)
})

test('a key of the form before there was a checksum works to its expiry', async () => {
  await server.signIn('olga', 'operator')
  const secret = `${'a'.repeat(41)}_-`
  await db()
    .insertInto('api_key')
    .values({
      id: '0123abcd',
      secret_hash: createHash('sha256').update(secret).digest(),
      owner_type: aUser('olga').user_type,
      owner: 'olga',
      scopes: ['reviews:read'],
      created_at: new Date(now).toISOString(),
      expires_at: new Date(now + minute).toISOString(),
      revoked_at: null,
      last_used_at: null,
    })
    .execute()
  expect((await server.get(workflows, `csk_0123abcd_${secret}`)).status).toBe(200)
  // Whoever knows the id alone learns nothing of the key, then and later.
  const other = `csk_0123abcd_${'b'.repeat(41)}_-`
  const unknown = { status: 401, body: { message: 'Invalid API key' } }
  expect(await server.get(workflows, other)).toMatchObject(unknown)
  now += minute
  expect((await server.get(workflows, `csk_0123abcd_${secret}`)).status).toBe(401)
  expect(await server.get(workflows, other)).toMatchObject(unknown)
})

test('the key of somebody who is deactivated is refused', async () => {
  const { key } = await make(await as('dora', 'operator'), 'reviews:read')
  await db()
    .updateTable('person')
    .set({ deactivated_at: new Date().toISOString() })
    .where('id', '=', 'dora')
    .execute()
  expect(await server.get(workflows, key)).toMatchObject({
    status: 401,
    body: { message: 'The owner of this API key has no access to this server any more.' },
  })
})

test.each(['access_token', 'api_key'])(
  'a key in the query (%s) is refused, also beside a good one',
  async (name) => {
    const { key } = await make(await as('olga', 'operator'), 'reviews:read', 'reviews:settings')
    for (const path of [workflows, '/app/v1/people?search=ana', '/app/v1/session']) {
      const put = `${path}${path.includes('?') ? '&' : '?'}${name}=${key}`
      expect((await server.get(put)).status).toBe(401)
      expect((await server.send('GET', put, await as('olga', 'operator'))).status).toBe(400)
    }
    expect((await server.get(`${workflows}?${name}=${key}`, key)).status).toBe(400)
  },
)

test('what is done to keys is in the account log, without the key', async () => {
  const log = await db().selectFrom('account_log').selectAll().where('action', 'like', 'KEY%').execute()
  expect(new Set(log.map(({ action }) => action))).toEqual(new Set(['KEY_MADE', 'KEY_REVOKED']))
  expect(log.every(({ actor, person_id }) => actor.startsWith('user:') && person_id !== null)).toBe(true)
  expect(JSON.stringify(log)).not.toMatch(/csk_/)
})

test('a key that lacks a scope is told which', async () => {
  const { key } = await make(await as('ana', 'admin'), 'reviews:export')
  const refusal = async (path: string) =>
    (await server.send('GET', path, { authorization: `Bearer ${key}` })) as { status: number; body: object }
  expect(await refusal(workflows)).toMatchObject({
    status: 403,
    body: { message: 'This key lacks the scope reviews:read.' },
  })
  expect(await refusal('/app/v1/keys')).toMatchObject({
    status: 403,
    body: { detail: 'This takes a session; no key may do it.' },
  })
})

test('accounts of the demonstration revoke keys of their own, and nobody else’s', async () => {
  const headers = { ...pageHeaders, cookie: await server.signInDemo('dan', 'admin') }
  const { key, record } = await make(await as('olga', 'operator'), 'reviews:read')
  const local = await server.key('reviews:read')
  for (const id of [record.id, local.split('_')[1] ?? ''])
    expect(await server.send('POST', `/app/v1/keys/${id}:revoke`, headers, {})).toMatchObject({
      status: 403,
      body: { reason: 'DEMO_ACCOUNT' },
    })
  expect((await server.get(workflows, key)).status).toBe(200)
  const own = await server.keyOf(aUser('dan'), 'reviews:read')
  expect(await revoke(headers, own.split('_')[1] ?? '')).toBe(200)
})
