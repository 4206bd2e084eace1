import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { matchedBy } from '#server/event-selection.ts'
import { localExports } from '#server/local-exports.ts'
import { Refused } from '#server/refused.ts'
import { startImport } from '#server/store/activity/imports.ts'
import { createGuesses } from '#server/store/sign-in/guesses.ts'
import { addAccount, browserAt, goodPassword, refusalOf, valueOf } from '#testing/local-account.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { anActor, aUser } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

const minute = 60_000
let now = Date.parse('2026-11-29T08:00:00Z')
let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'), {
    clock: () => new Date(now),
    trustedProxies: ['127.0.0.1'],
  })
  await addAccount(server, 'rita', 'reviewer')
  await addAccount(server, 'omar', 'operator', 'admin')
})
afterAll(() => server.close())
/** Each test begins a day later, when no wrong try counts any more. */
beforeEach(() => {
  now += 25 * 60 * minute
})

type Step = { state: string; factors: string[]; session?: { actor: { name: string }; state: object } }
const db = () => server.database.store.db
const bodyOf = ({ body }: { body: unknown }) => ({ ...(body as object), request_id: '' })

describe('a password', () => {
  test('lets a reviewer in under a new token, whatever the case of the email', async () => {
    const browser = browserAt(server)
    browser.take('countersign=planted-by-somebody')
    const answer = await browser.post('/app/v1/sign_in:password', {
      email: aUser('rita').email.toUpperCase(),
      password: goodPassword,
    })
    expect(valueOf<Step>(answer)).toMatchObject({
      state: 'SIGNED_IN',
      session: {
        actor: { user: { id: 'rita' } },
        method: 'password',
        state: {
          stage: 'complete',
          idle_seconds: 3600,
          idle_ends_at: new Date(now + 60 * minute).toISOString(),
          expires_at: new Date(now + 12 * 60 * minute).toISOString(),
          authenticated_at: new Date(now).toISOString(),
          proofs: ['PASSWORD'],
          local_account: true,
        },
      },
    })
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict$/)
    expect(browser.cookie).not.toContain('planted')
    const first = browser.cookie
    await browser.signIn('rita')
    expect(browser.cookie).not.toBe(first)
    const old = browserAt(server)
    old.take(first)
    expect((await old.get('/app/v1/session')).status).toBe(401)
  })

  test('is logged with the address of the proxy where what that says is none', async () => {
    await addAccount(server, 'pia', 'reviewer')
    await browserAt(server, '<script>').signIn('pia')
    const entry = await db()
      .selectFrom('account_log')
      .select('detail')
      .where('action', '=', 'SIGN_IN')
      .where('person_id', '=', 'pia')
      .orderBy('id', 'desc')
      .executeTakeFirst()
    expect(entry?.detail).toMatchObject({ address: '127.0.0.1' })
  })

  test('that ends by signing out is logged', async () => {
    await addAccount(server, 'quy', 'reviewer')
    const browser = browserAt(server)
    await browser.signIn('quy')
    expect((await browser.post('/app/v1/session:end', {})).status).toBe(200)
    const log = await db()
      .selectFrom('account_log')
      .select(['action', 'actor'])
      .where('person_id', '=', 'quy')
      .execute()
    expect(log).toContainEqual({ action: 'SIGN_OUT', actor: 'user:localCookieUser:quy' })
  })

  test('that is wrong, of nobody, and wrong of somebody without access get the same answer', async () => {
    await addAccount(server, 'gone', 'reviewer')
    await db()
      .updateTable('person')
      .set({ deactivated_at: new Date(now) as never })
      .where('id', '=', 'gone')
      .execute()
    await addAccount(server, 'idle', 'reviewer')
    await server.signIn('bare', 'reviewer') // in the directory, without a password
    const toThreads = vi.spyOn(Worker.prototype, 'postMessage')
    await db().updateTable('person').set({ roles: [] }).where('id', '=', 'idle').execute()
    const browser = browserAt(server)
    const answers = [
      await browser.signIn('rita', 'not the password'),
      await browser.signIn('nobody'),
      await browser.signIn('gone', 'not the password'),
      await browser.signIn('idle', 'not the password'),
      await browser.signIn('bare'),
    ]
    expect(answers.map(refusalOf)).toEqual(Array(5).fill('403 NOT_PROVEN'))
    // Each took one password to be tried: nobody sees by the time which of them is there.
    expect(toThreads.mock.calls.map(([work]) => 'stored' in (work as object))).toEqual(Array(5).fill(true))
    for (const id of ['gone', 'idle']) {
      const right = await browser.signIn(id)
      expect(right).toMatchObject({
        status: 403,
        body: {
          reason: 'NO_ACCESS',
          detail: 'You have no access here any more (or yet).',
          resolution: expect.stringMatching(/^Ask an admin for a role, and give them the reference \w{8}\.$/),
        },
      })
      const entry = await db()
        .selectFrom('account_log')
        .select(['action', 'actor', 'person_id', 'detail'])
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      expect(entry).toMatchObject({ action: 'SIGN_IN_REFUSED', actor: 'nobody', person_id: id })
      expect(entry?.detail).toMatchObject({ reason: 'NO_ACCESS', address: '127.0.0.1' })
      expect(JSON.stringify(right.body)).toContain(String(entry?.detail['reference']))
      expect(right.headers.get('set-cookie')).toBeNull()
    }
    for (const answer of answers) {
      expect(bodyOf(answer)).toEqual(bodyOf(answers[0] ?? answer))
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
  })

  test('of an email that two accounts have is neither one', async () => {
    await addAccount(server, 'twin', 'reviewer')
    await addAccount(server, 'twin2', 'reviewer')
    await db()
      .updateTable('person')
      .set({ email: aUser('twin').email })
      .where('id', '=', 'twin2')
      .execute()
    expect(refusalOf(await browserAt(server).signIn('twin'))).toBe('403 NOT_PROVEN')
  })

  test('alone lets nobody in whose roles take a second factor, beyond setting one up', async () => {
    const browser = browserAt(server)
    expect(valueOf<Step>(await browser.signIn('omar'))).toMatchObject({ state: 'ENROL' })
    expect((await browser.get('/api/preview/awf/workflows')).status).toBe(403)
    expect(refusalOf(await browser.get('/app/v1/keys'))).toBe('403 SECOND_FACTOR_MISSING')
    expect((await browser.get('/app/v1/sessions')).status).toBe(403)
    expect(valueOf<{ state: object }>(await browser.get('/app/v1/session')).state).toMatchObject({
      stage: 'enrol',
    })
    expect((await browser.get('/app/v1/second_factors')).status).toBe(200)
  })

  test('alone is not enough any more for who gets a role that takes more', async () => {
    await addAccount(server, 'risen', 'reviewer')
    const browser = browserAt(server)
    await browser.signIn('risen')
    expect((await browser.get('/app/v1/session')).status).toBe(200)
    await db()
      .updateTable('person')
      .set({ roles: ['admin'] })
      .where('id', '=', 'risen')
      .execute()
    expect((await browser.get('/app/v1/session')).status).toBe(401)
  })

  test('is stored anew where its hash was made with other parameters', async () => {
    await addAccount(server, 'old', 'reviewer')
    const { hash } = await import('@node-rs/argon2')
    const password_hash = await hash(goodPassword, { memoryCost: 8192, timeCost: 1 })
    await db().updateTable('local_account').set({ password_hash }).where('person_id', '=', 'old').execute()
    expect((await browserAt(server).signIn('old')).status).toBe(200)
    const stored = await db()
      .selectFrom('local_account')
      .select('password_hash')
      .where('person_id', '=', 'old')
      .executeTakeFirstOrThrow()
    expect(stored.password_hash).toContain('m=19456,t=2,p=1')
    expect((await browserAt(server).signIn('old')).status).toBe(200)
  })
})

describe('guessing', () => {
  test('100 wrong passwords at once: ten are tried, in a quarter of an hour; the right one waits too', async () => {
    const browser = browserAt(server)
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => browser.signIn('rita', 'a wrong password')),
    )
    const more = []
    for (let count = 0; count < 60; count++) {
      now += 14_000
      more.push(await browser.signIn('rita', 'a wrong password'))
    }
    const all = [...answers, ...more].map(refusalOf)
    expect(all.filter((refusal) => refusal === '403 NOT_PROVEN')).toHaveLength(10)
    expect(all.filter((refusal) => refusal === '429 TOO_MANY_TRIES')).toHaveLength(90)
    const right = await browser.signIn('rita')
    expect(refusalOf(right)).toBe('429 TOO_MANY_TRIES')
    const wait = Number(right.headers.get('retry-after'))
    expect(wait).toBe(60)
    now += wait * 1000
    expect((await browser.signIn('rita')).status).toBe(200)
    expect(refusalOf(await browser.signIn('rita', 'a wrong password'))).toBe('403 NOT_PROVEN')
  })

  test('keeps the owner out of no other network, and is the same for an email that nobody has', async () => {
    const stranger = browserAt(server, '203.0.113.7')
    const statuses = async (id: string) => {
      const all = []
      for (let count = 0; count < 12; count++) all.push(refusalOf(await stranger.signIn(id, 'wrong')))
      return all
    }
    const known = await statuses('rita')
    expect(known).toEqual([...Array(10).fill('403 NOT_PROVEN'), ...Array(2).fill('429 TOO_MANY_TRIES')])
    expect(await statuses('nobody')).toEqual(known)
    expect(refusalOf(await browserAt(server, '203.0.113.200').signIn('rita'))).toBe('429 TOO_MANY_TRIES')
    expect((await browserAt(server, '203.0.114.7').signIn('rita')).status).toBe(200)
    const log = await db()
      .selectFrom('account_log')
      .selectAll()
      .where('action', '=', 'SIGN_IN_REFUSED')
      .execute()
    expect(log.map(({ person_id }) => person_id)).toContain('rita')
    expect(log.map(({ detail }) => detail)).toContainEqual(
      expect.objectContaining({ reason: 'WRONG_PASSWORDS' }),
    )
  })
})

describe('guessing goes on', () => {
  const wrong = async (browser: ReturnType<typeof browserAt>, email: string) =>
    refusalOf(await browser.post('/app/v1/sign_in:password', { email, password: 'a wrong password' }))

  test.each([
    ['somebody', 'kim'],
    ['nobody', 'kif'],
  ])('by no other way of writing the email of %s', async (whose, id) => {
    if (whose === 'somebody') await addAccount(server, id, 'reviewer')
    const { email } = aUser(id)
    const browser = browserAt(server)
    for (let count = 0; count < 10; count++) expect(await wrong(browser, email)).toBe('403 NOT_PROVEN')
    for (const written of [email, email.replace('i', '\u0130'), email.toUpperCase(), ` ${email}`])
      expect(await wrong(browser, written), written).toBe('429 TOO_MANY_TRIES')
  })

  test('by no more tries than are free, of however many processes they are at once', async () => {
    const guesses = createGuesses(db(), () => new Date(now))
    const tries = Array.from({ length: 30 }, () => guesses.begin('a code', '203.0.113.9', { network: 10 }))
    const made = await Promise.allSettled(tries)
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  })

  test('from no network for that others have tried a thousand times since', async () => {
    await addAccount(server, 'lou', 'reviewer')
    const browser = browserAt(server)
    await sql`DELETE FROM failed_sign_in`.execute(db())
    for (let count = 0; count < 10; count++) await browser.signIn('lou', 'a wrong password')
    await sql`INSERT INTO failed_sign_in (account_hash, network, at)
      SELECT account_hash, n::text, at + interval '1 s' FROM (SELECT account_hash, max(at) AS at FROM failed_sign_in
        GROUP BY account_hash) AS tried, generate_series(1, 1000) AS n`.execute(db())
    now += 1000
    expect(refusalOf(await browser.signIn('lou', 'a wrong password'))).toBe('429 TOO_MANY_TRIES')
  })
})

describe('a sign-in', () => {
  test('is recorded, without what was typed', async () => {
    await browserAt(server).signIn('rita')
    const entries = await db().selectFrom('account_log').selectAll().orderBy('id', 'desc').limit(1).execute()
    expect(entries).toMatchObject([
      {
        actor: 'user:localCookieUser:rita',
        action: 'SIGN_IN',
        person_id: 'rita',
        detail: { method: 'password', address: '127.0.0.1' },
      },
    ])
  })

  test('that nobody has begun, or that took too long, is over', async () => {
    const browser = browserAt(server)
    expect(refusalOf(await browser.post('/app/v1/sign_in:code', { code: '123456' }))).toBe('400 SIGN_IN_OVER')
    await browser.signIn('rita')
    expect(refusalOf(await browser.post('/app/v1/sign_in:code', { code: '123456' }))).toBe('400 SIGN_IN_OVER')
    await browser.signIn('omar') // who has no second factor yet that could be asked for
    expect(refusalOf(await browser.post('/app/v1/sign_in:code', { code: '123456' }))).toBe('400 SIGN_IN_OVER')
  })
})

describe('a session', () => {
  const isOpen = async (browser: ReturnType<typeof browserAt>, more = {}) =>
    (await browser.get('/app/v1/session', more)).status === 200

  test('of a reviewer is over an hour after its last use, and twelve after its beginning', async () => {
    const browser = browserAt(server)
    await browser.signIn('rita')
    now += 60 * minute
    expect(await isOpen(browser)).toBe(true)
    now += 60 * minute + 1
    expect(await isOpen(browser)).toBe(false)
    await browser.signIn('rita')
    for (let hour = 0; hour < 11; hour++) {
      now += 60 * minute
      expect(await isOpen(browser), String(hour)).toBe(true)
    }
    now += 59 * minute
    expect(await isOpen(browser)).toBe(true)
    now += minute
    expect(await isOpen(browser)).toBe(false)
  })

  test('of anybody else is over after half an hour', async () => {
    const cookie = await server.signIn('olga', 'reviewer', 'operator')
    const browser = browserAt(server)
    browser.take(cookie)
    now += 30 * minute
    expect(await isOpen(browser)).toBe(true)
    now += 30 * minute + 1
    expect(await isOpen(browser)).toBe(false)
  })

  test('is not used by what the page asks by itself', async () => {
    const browser = browserAt(server)
    await browser.signIn('rita')
    for (let times = 0; times < 3; times++) {
      now += 20 * minute
      expect(await isOpen(browser, { 'x-unattended': '1' })).toBe(true)
    }
    now += 1
    expect(await isOpen(browser)).toBe(false)
  })

  test('is one of ten at the most: that which began first ends', async () => {
    const browsers = Array.from({ length: 11 }, () => browserAt(server))
    for (const browser of browsers) {
      now += 1000
      await browser.signIn('rita')
    }
    const open = await Promise.all(browsers.map((browser) => isOpen(browser)))
    expect(open).toEqual([false, ...Array(10).fill(true)])
  })

  test('is listed and ended by its person, not by another; all others at once', async () => {
    const [here, there, elsewhere] = [browserAt(server), browserAt(server), browserAt(server)]
    for (const browser of [here, there, elsewhere]) {
      now += 1000
      await browser.signIn('rita')
    }
    type Listed = { id: string; current: boolean; user_agent: string; method: string }
    const list = async () => ((await here.get('/app/v1/sessions')).body as { values: Listed[] }).values
    const ours = (await list()).slice(0, 3)
    expect(ours.map(({ current }) => current)).toEqual([false, false, true])
    expect(ours[0]).toMatchObject({ method: 'password', user_agent: 'a browser of the test' })
    const stranger = browserAt(server)
    stranger.take(await server.signIn('olga', 'operator'))
    const end = `/app/v1/sessions/${ours[0]?.id}:end`
    expect((await stranger.post(end)).status).toBe(404)
    expect(await isOpen(elsewhere)).toBe(true)
    expect((await here.post(end)).status).toBe(200)
    expect((await here.post(end)).status).toBe(404)
    expect([await isOpen(elsewhere), await isOpen(there)]).toEqual([false, true])
    const others = (await list()).length - 1
    expect(valueOf(await here.post('/app/v1/sessions:end_others'))).toEqual({ ended: others })
    expect([await isOpen(there), await isOpen(here)]).toEqual([false, true])
  })
})

describe('a fresh proof', () => {
  const force = (browser: ReturnType<typeof browserAt>) =>
    browser.post('/api/preview/awf/certifications/c1/results:force_update', {
      value: { result_id: 1, signed_off_state: 'NOT_SIGNED_OFF' },
    })

  test('of ten minutes is what a forced change takes; the password gives one, under a new token', async () => {
    await addAccount(server, 'ada', 'reviewer')
    const browser = browserAt(server)
    await browser.signIn('ada')
    now += 11 * minute
    const before = valueOf<{ state: object }>(await browser.get('/app/v1/session')).state
    const [cookie, confirm] = [browser.cookie, '/app/v1/session:confirm']
    expect(refusalOf(await browser.post(confirm, { password: 'a wrong password' }))).toBe('403 NOT_PROVEN')
    expect((await browser.post(confirm, {})).status).toBe(400)
    expect(browser.cookie).toBe(cookie)
    const confirmed = valueOf<{ state: object }>(await browser.post(confirm, { password: goodPassword }))
    expect(confirmed.state).toEqual({ ...before, authenticated_at: new Date(now).toISOString() })
    expect(browser.cookie).not.toBe(cookie)
    const old = browserAt(server)
    old.take(cookie)
    expect(await old.get('/app/v1/session')).toMatchObject({ status: 401 })
  })

  test('is what an export of many rows takes', async () => {
    const { store } = server.database
    const importId = await startImport(db(), { fileName: 'events.ndjson', demo: false })
    const events = ['a', 'b', 'c'].map((action_name) => anEvent({ action_name }))
    await insertEvents(db(), events.slice(0, 2), importId)
    const clock = () => new Date(now)
    const exports = localExports({ store, dir: server.exportDir, clock, rowsWithoutProof: 2 })
    const wanted = {
      ...matchedBy(undefined),
      order: { field: 'state', direction: 'asc' },
      format: 'CSV',
    } as const
    const session = {
      id: 's',
      method: 'password',
      stage: 'complete',
      last_used_at: '',
      expires_at: '',
    } as const
    const make = async (minutes: number) => {
      const authenticated_at = new Date(now - minutes * minute).toISOString()
      const actor = { ...anActor(aUser('aud'), ['auditor']), session: { ...session, authenticated_at } }
      const made = exports.make(wanted, actor, undefined)
      return await made.then(
        () => 'made',
        (error: unknown) => error instanceof Refused && error.problem.reason,
      )
    }
    expect(await make(11)).toBe('made')
    await insertEvents(db(), events.slice(2), importId)
    expect([await make(11), await make(10)]).toEqual(['FRESH_PROOF_REQUIRED', 'made'])
  })

  test('binds sessions of admins', async () => {
    const browser = browserAt(server)
    browser.take(await server.signIn('root', 'admin'))
    expect((await force(browser)).status).not.toBe(403)
    now += 10 * minute + 1
    const late = await force(browser)
    expect(late.status).toBe(403)
    expect(JSON.stringify(late.body)).toContain('FRESH_PROOF_REQUIRED')
  })
})
