import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { personId } from '#contract/people.ts'
import type { Scope } from '#contract/permissions.ts'
import { giveToOwners } from '#server/store/migrations/0013-person-keys.ts'
import { aRow, aUser, insertCertification, insertPeople, insertWorkflow } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const certifications = '/api/preview/awf/certifications'
let server: TestServer
let cookie: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  cookie = await server.signIn('root', 'admin')
  await server.signIn('other', 'admin')
  await insertWorkflow(server.database.store.db, { workflow_id: 'w1' })
})
afterAll(() => server.close())

type Headers = Readonly<Record<string, string>>
const keyOf = async (id: string, ...scopes: Scope[]): Promise<Headers> => ({
  authorization: `Bearer ${await server.keyOf(aUser(id), ...scopes)}`,
  'content-type': 'application/json',
})
const post = (headers: Headers, key: string, body: object) =>
  server.send('POST', certifications, { ...headers, 'idempotency-key': key }, body)
const replayed = ({ status, headers }: Answer) => [status, headers.get('idempotent-replayed')]
const idOf = ({ body }: Answer) => (body as { certification_id: string }).certification_id
const page = (): Headers => ({ ...pageHeaders, cookie })
const named = (name: string) => ({ workflow_id: 'w1', name })
const stored = async (name: string) =>
  (
    await server.database.store.db
      .selectFrom('certification')
      .select('certification_id')
      .where('name', '=', name)
      .execute()
  ).length

describe('T34 a certification is made once under a key of a person', () => {
  test('a repeat gets the first answer, by whichever key or session of theirs', async () => {
    const first = await post(await keyOf('root', 'reviews:run'), 'spring-review', named('Spring'))
    expect(replayed(first)).toEqual([200, null])
    for (const by of [await keyOf('root', 'reviews:run'), page()]) {
      const again = await post(by, 'spring-review', named('Spring'))
      expect(replayed(again)).toEqual([200, 'true'])
      expect(again.body).toEqual(first.body)
    }
    expect(await stored('Spring')).toBe(1)
  })

  test('the same key with another request is 422 and makes nothing', async () => {
    const by = await keyOf('root', 'reviews:run')
    await post(by, 'summer-review', named('Summer'))
    const other = await post(page(), 'summer-review', named('Late summer'))
    expect(readFailure(other.status, other.body)).toMatchObject({ status: 422, code: 'KeyReused' })
    expect(await stored('Late summer')).toBe(0)
  })

  test("is another person's own", async () => {
    const [mine, theirs] = [await keyOf('root', 'reviews:run'), await keyOf('other', 'reviews:run')]
    const first = await post(mine, 'winter-review', named('Winter'))
    const second = await post(theirs, 'winter-review', named('Winter'))
    expect(replayed(second)).toEqual([200, null])
    expect(idOf(second)).not.toBe(idOf(first))
  })

  test('what was refused is not remembered, and a key that cannot be one is 400', async () => {
    const by = await keyOf('root', 'reviews:run')
    const refused = await post(by, 'autumn-review', { workflow_id: 'nothing' })
    expect(refused.status).toBe(400)
    expect(replayed(await post(by, 'autumn-review', named('Autumn')))).toEqual([200, null])
    const short = await post(by, 'short', named('Short'))
    expect(readFailure(short.status, short.body).violations).toMatchObject([{ field: 'Idempotency-Key' }])
    expect(await stored('Short')).toBe(0)
  })

  test('a key that a change of a row takes meanwhile makes none', async () => {
    const { db } = server.database.store
    const by = await keyOf('root', 'reviews:run')
    const use = {
      actor: personId(aUser('root')),
      key: 'taken-meanwhile',
      version: 2,
      at: new Date().toISOString(),
      fingerprint: Buffer.from([1]),
      certification_id: null,
    }
    const making = await db.transaction().execute(async (change) => {
      await change.insertInto('operation_key').values(use).execute()
      const asked = post(by, use.key, named('Meanwhile'))
      const waiting = sql`SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`
      await expect.poll(async () => (await waiting.execute(db)).rows).toHaveLength(1)
      return { asked }
    })
    const { status, body } = await making.asked
    expect(readFailure(status, body)).toMatchObject({ status: 422, code: 'KeyReused' })
    expect(await stored('Meanwhile')).toBe(0)
  })

  test('of twenty at the same time one makes it, and all name that', async () => {
    const by = await keyOf('root', 'reviews:run')
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        post(index % 2 ? by : page(), 'at-the-same-time', named('At once')),
      ),
    )
    expect(all.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(new Set(all.map(idOf)).size).toBe(1)
    expect(await stored('At once')).toBe(1)
  })
})

test('T34 a change of a row is made once under a key of a person, by whichever key or session', async () => {
  await insertCertification(server.database.store.db, { certification_id: 'rows', workflow_id: 'w1' }, [
    aRow({ reviewers: [aUser('root'), aUser('other')] }),
  ])
  const put = (headers: Headers) =>
    server.send(
      'PUT',
      `${certifications}/rows/results`,
      { ...headers, 'if-match': '*', 'idempotency-key': 'one-decision' },
      { value: { result_id: 0, decision: 'ACCEPTED' } },
    )
  expect(replayed(await put(await keyOf('root', 'reviews:decide')))).toEqual([200, null])
  expect(replayed(await put(await keyOf('root', 'reviews:decide')))).toEqual([200, 'true'])
  expect(replayed(await put(page()))).toEqual([200, 'true'])
  expect(replayed(await put(await keyOf('other', 'reviews:decide')))).toEqual([200, null])
  const noScope = await put(await keyOf('root', 'reviews:assign'))
  expect(noScope.status).toBe(403)
})

test('T34 what was done under API keys before is found under their owner, the earliest first', async () => {
  const { db } = server.database.store
  const cleo = aUser('cleo', 'Okta User')
  await insertPeople(db, [cleo], ['reviewer'])
  const ids = []
  for (const _ of ['one', 'two'])
    ids.push((await server.people.createKey(['reviews:decide'], 1, cleo)).record.id)
  const use = (id: string | undefined, key: string, version: number, at: string) => ({
    actor: `key:${id}`,
    key,
    version,
    at,
    fingerprint: Buffer.from([version]),
    certification_id: null,
  })
  await db
    .insertInto('operation_key')
    .values([
      use(ids[0], 'only one', 2, '2026-03-01T00:00:00Z'),
      use(ids[0], 'both used', 3, '2026-03-02T00:00:00Z'),
      use(ids[1], 'both used', 4, '2026-03-01T00:00:00Z'),
      use(ids[0], 'used by both', 5, '2026-03-01T00:00:00Z'),
      use(ids[1], 'used by both', 6, '2026-03-02T00:00:00Z'),
    ])
    .execute()
  await giveToOwners(db as Kysely<unknown>)
  const moved = db.selectFrom('operation_key').select(['actor', 'key', 'version', 'fingerprint'])
  expect(await moved.where('actor', 'like', '%cleo').orderBy('key').execute()).toEqual([
    { actor: 'user:Okta%20User:cleo', key: 'both used', version: 4, fingerprint: Buffer.from([4]) },
    { actor: 'user:Okta%20User:cleo', key: 'only one', version: 2, fingerprint: Buffer.from([2]) },
    { actor: 'user:Okta%20User:cleo', key: 'used by both', version: 5, fingerprint: Buffer.from([5]) },
  ])
  expect(await moved.where('actor', 'like', 'key:%').execute()).toEqual([])
})

describe('T34 a certification that somebody else has changed', () => {
  const own = '/app/v1/certifications'
  let made = 0
  /** A draft that was changed once since it was read; what its reader now sends depends on what they saw. */
  async function changedDraft() {
    const certification_id = `draft ${made++}`
    const { db } = server.database.store
    await insertCertification(db, { certification_id, workflow_id: 'w1', published: false }, [aRow()])
    const path = `${certifications}/${encodeURIComponent(certification_id)}`
    const seen = await server.send('GET', path, page())
    const changed = await server.send('PATCH', path, page(), { name: 'Theirs' })
    return {
      path,
      ownPath: `${own}/${encodeURIComponent(certification_id)}`,
      seen: seen.headers.get('etag') ?? '',
      now: changed.headers.get('etag') ?? '',
    }
  }

  test.each<[string, string, object | undefined]>([
    ['PATCH', '', { name: 'Mine' }],
    ['POST', ':publish', {}],
    ['POST', ':complete', {}],
    ['DELETE', '', undefined],
  ])('stays as it is: %s %s is 412 with the present one', async (method, verb, body) => {
    const { path, ownPath, seen, now } = await changedDraft()
    expect(now).not.toBe(seen)
    const { 'content-type': type, ...plain } = { ...pageHeaders, cookie, 'if-match': seen }
    const stale =
      method === 'DELETE'
        ? await server.send(method, ownPath, plain)
        : await server.send(method, path + verb, { ...plain, 'content-type': type }, body)
    expect(stale.status).toBe(412)
    if (method !== 'DELETE')
      expect(readFailure(412, stale.body).current).toMatchObject({ value: { name: 'Theirs' } })
    const { body: after } = await server.send('GET', path, page())
    expect(after).toMatchObject({
      value: {
        name: 'Theirs',
        published: false,
        state: 'CERT_STATE_IN_PROGRESS',
        version: Number(now.slice(1, -1)),
      },
    })
  })

  test('is changed by who has seen it as it is, or asks for no version', async () => {
    const { path, now } = await changedDraft()
    const patch = (headers: Headers, name: string) =>
      server.send('PATCH', path, { ...page(), ...headers }, { name })
    expect((await patch({ 'if-match': now }, 'Mine')).status).toBe(200)
    expect((await patch({ 'if-match': now }, 'Mine again')).status).toBe(412)
    expect((await patch({ 'if-match': '*' }, 'Any')).status).toBe(200)
    expect((await patch({}, 'Without')).status).toBe(200)
    expect((await patch({ 'if-match': '7' }, 'Odd')).status).toBe(400)
  })
})
