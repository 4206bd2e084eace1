import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { aUser } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { lockAdmins } from '../../store/sign-in/admins.ts'
import { closeEntrance, isStillOpen } from '../../store/sign-in/entrance.ts'
import { putAdmin, putPassword } from '../../store/sign-in/first-admin.ts'
import { makePasswordLink, makeSetUpLink } from '../../store/sign-in/one-time-links.ts'
import { createSetUp } from '../../store/sign-in/set-up.ts'

let server: TestServer
let now: Date
beforeEach(async () => {
  now = new Date()
  server = await startServer(inject('postgresUrl'), { clock: () => now })
})
afterEach(() => server.close())

const db = () => server.database.store.db
const post = (path: string, body: unknown, headers = {}) =>
  server.send('POST', `/app/v1/${path}`, { ...pageHeaders, ...headers }, body)
const open = (token: string) => post('links:open', { token })
const admin = { email: 'ada@example.com', name: 'Ada Lovelace', password: 'seven small boats' }
const setUp = (token: string, more = {}) => post('set_up', { token, ...admin, ...more })
const refused = (reason: string, resolution = '') => ({
  status: 404,
  body: { reason, resolution: expect.stringContaining(resolution) },
})
const unknown = refused('LINK_UNKNOWN')
const [used, expired] = [refused('LINK_USED', '-- reset'), refused('LINK_EXPIRED', '-- reset')]
const adminExists = { status: 400, body: { reason: 'ADMIN_EXISTS' } }
const setUpToken = async () => (await makeSetUpLink(db(), 'terminal', now)).token
const person = aUser('ana')
async function passwordToken(): Promise<string> {
  await server.signIn('ana', 'reviewer')
  return (await makePasswordLink(db(), person, 'terminal', now)).token
}
const signIn = (email: string, password: string) => post('sign_in:password', { email, password })

describe('the set-up link', () => {
  test('makes the first admin, who is signed in and sets a second factor up; the entrance closes', async () => {
    const token = await setUpToken()
    expect(await open(token)).toMatchObject({
      status: 200,
      body: { value: { purpose: 'set-up', email: '' } },
    })
    const made = await setUp(token)
    expect(made).toMatchObject({
      status: 200,
      body: { value: { state: 'ENROL', session: { actor: { name: 'Ada Lovelace', roles: ['admin'] } } } },
    })
    const cookie = made.headers.get('set-cookie')?.split(';')[0] ?? ''
    // Nothing else is open to them before that.
    const headers = { ...pageHeaders, cookie }
    expect((await server.send('GET', '/app/v1/second_factors', headers)).status).toBe(200)
    expect((await server.send('GET', '/app/v1/directory', headers)).status).toBe(403)
    expect(await isStillOpen(db())).toBe(false)
    const log = await db().selectFrom('account_log').select(['action', 'detail']).orderBy('id').execute()
    for (const action of ['LINK_USED', 'PASSWORD_SET'])
      expect(log.find((entry) => entry.action === action)?.detail).toMatchObject({ address: '127.0.0.1' })
    expect(log.map(({ action }) => action)).toEqual([
      'LINK_MADE',
      'LINK_USED',
      'PERSON_ADDED',
      'PASSWORD_SET',
      'ENTRANCE_CLOSED',
    ])
    expect((await signIn(admin.email, admin.password)).body).toMatchObject({ value: { state: 'ENROL' } })
    const texts = JSON.stringify(await db().selectFrom('account_log').selectAll().execute())
    expect(texts).not.toContain(token)
  })

  test('works once, for fifteen minutes, and not where there is an admin by then', async () => {
    const late = await setUpToken()
    now = new Date(now.getTime() + 15 * 60_000 + 1)
    const another = '-- set-up-link'
    expect(await setUp(late)).toMatchObject(refused('LINK_EXPIRED', another))
    expect(await open(late)).toMatchObject(refused('LINK_EXPIRED', another))
    const first = await setUpToken() // what is over is still told from what never was
    expect(await open(late)).toMatchObject(refused('LINK_EXPIRED', another))
    now = new Date(now.getTime() - 60_000)
    expect((await setUp(first)).status).toBe(200)
    expect(await setUp(first)).toMatchObject(refused('LINK_USED', another))
    expect(await open(`${first}x`)).toMatchObject(unknown)
    expect(await setUp(await setUpToken())).toMatchObject(adminExists)
    expect(await open(await setUpToken())).toMatchObject(adminExists)
  })

  test('is the only one: another ends it', async () => {
    const [first, second] = [await setUpToken(), await setUpToken()]
    expect(await setUp(first)).toMatchObject(unknown)
    expect((await setUp(second)).status).toBe(200)
  })

  test('is the only one of some that are made at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 5 }, setUpToken))
    const opened = await Promise.all(tokens.map(open))
    expect(opened.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('makes one admin where two use it at once', async () => {
    const token = await setUpToken()
    const all = await Promise.all([0, 1].map((index) => setUp(token, { email: `a${index}@example.com` })))
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await db().selectFrom('local_account').select('person_id').execute()).toHaveLength(1)
  })

  test('makes nobody an admin where somebody else became one while it waited', async () => {
    const token = await setUpToken()
    await server.signIn('ana', 'reviewer')
    const late = await db()
      .transaction()
      .execute(async (transaction) => {
        await lockAdmins(transaction)
        const answer = setUp(token)
        const waits = sql<{ waiting: number }>`SELECT count(*)::integer AS waiting FROM pg_locks
          WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
        await expect
          .poll(async () => (await waits.execute(db())).rows[0]?.waiting, { timeout: 10_000 })
          .toBeGreaterThan(0)
        await putAdmin(transaction, person, { by: 'terminal', now })
        await putPassword(transaction, person, 'hash', { by: 'terminal', now })
        return { answer }
      })
    expect(await late.answer).toMatchObject(adminExists)
    expect(await db().selectFrom('local_account').select('person_id').execute()).toEqual([
      { person_id: 'ana' },
    ])
  })

  test('is not used up by a weak password or an email that is none', async () => {
    const token = await setUpToken()
    for (const more of [{ password: 'password1234' }, { email: 'ada' }])
      expect((await setUp(token, more)).status).toBe(400)
    expect((await setUp(token)).status).toBe(200)
  })

  test('gives the role to who has the email already, and to no account of the demonstration', async () => {
    await server.signInDemo('omar', 'admin')
    const token = await setUpToken()
    expect((await setUp(token, { email: aUser('omar').email })).status).toBe(400)
    await server.signIn('ana', 'reviewer')
    expect((await setUp(token, { email: aUser('ana').email })).status).toBe(200)
    const ana = await db().selectFrom('person').select('roles').where('id', '=', 'ana').executeTakeFirst()
    expect(ana?.roles).toEqual(['admin', 'reviewer'])
  })
})

describe('the link of a password', () => {
  test('of somebody without a role sets the password, and says that they have no access yet', async () => {
    const token = await passwordToken()
    await db().updateTable('person').set({ roles: [] }).where('id', '=', 'ana').execute()
    const password = 'seven small boats'
    expect(await post('links:set_password', { token, password })).toMatchObject({
      status: 403,
      body: {
        reason: 'NO_ACCESS',
        detail: 'Your password is set, and this link is used. You have no access here any more (or yet).',
        resolution: expect.stringContaining('give them the reference'),
      },
    })
    expect(await open(token)).toMatchObject(used)
    await db()
      .updateTable('person')
      .set({ roles: ['reviewer'] })
      .where('id', '=', 'ana')
      .execute()
    expect((await signIn(person.email, password)).status).toBe(200)
  })

  test('sets it once, ends the sessions of its person, and signs them in', async () => {
    const token = await passwordToken()
    expect(await open(token)).toMatchObject({ body: { value: { purpose: 'password', email: person.email } } })
    const set = await post('links:set_password', { token, password: admin.password })
    expect(set).toMatchObject({ status: 200, body: { value: { state: 'SIGNED_IN' } } })
    expect(await db().selectFrom('session').select('actor').execute()).toHaveLength(1)
    expect(await post('links:set_password', { token, password: admin.password })).toMatchObject(used)
    expect((await signIn(person.email, admin.password)).status).toBe(200)
    // A reviewer is no admin: the demonstration goes on.
    expect(await isStillOpen(db())).toBe(true)
  })

  test('sets one password where two use it at once', async () => {
    const token = await passwordToken()
    const both = ['seven small boats', 'eight small boats'].map((password) =>
      post('links:set_password', { token, password }),
    )
    const answers = (await Promise.all(both)).toSorted((a, b) => a.status - b.status)
    expect(answers).toMatchObject([{ status: 200 }, used])
  })

  test('asks who has a second factor for it', async () => {
    const token = await passwordToken()
    await putPassword(db(), person, 'hash', { by: 'terminal', now })
    await db()
      .updateTable('local_account')
      .set({ totp_secret: Buffer.from('sealed') })
      .execute()
    const set = await post('links:set_password', { token, password: admin.password })
    expect(set.body).toMatchObject({ value: { state: 'SECOND_FACTOR', factors: ['TOTP'] } })
  })

  test.each([
    ['somebody deactivated', { deactivated_at: new Date().toISOString() }],
    ['an account of the demonstration', { demo: true }],
  ])('does not work for %s', async (_, is) => {
    const token = await passwordToken()
    await db().updateTable('person').set(is).where('id', '=', 'ana').execute()
    expect(await open(token)).toMatchObject(unknown)
    expect(await post('links:set_password', { token, password: admin.password })).toMatchObject(unknown)
  })

  test('is over after a day, with another one, and for no other purpose', async () => {
    const first = await passwordToken()
    const second = await passwordToken()
    expect(await open(first)).toMatchObject(unknown)
    expect(await setUp(second)).toMatchObject(unknown)
    expect(
      await post('links:set_password', { token: await setUpToken(), password: admin.password }),
    ).toMatchObject(unknown)
    now = new Date(now.getTime() + 24 * 3_600_000)
    expect(await open(second)).toMatchObject(expired)
  })

  test('makes an admin of the directory the first who can sign in', async () => {
    await putAdmin(db(), person, { by: 'terminal', now })
    const { token } = await makePasswordLink(db(), person, 'terminal', now)
    expect((await post('links:set_password', { token, password: admin.password })).body).toMatchObject({
      value: { state: 'ENROL' },
    })
    expect(await isStillOpen(db())).toBe(false)
  })
})

test('a link is looked at again as it is used: its time may have passed by then, and it is for one purpose', async () => {
  const [first, password] = [await setUpToken(), await passwordToken()]
  const after = (minutes: number) => createSetUp(db(), () => new Date(now.getTime() + minutes * 60_000))
  const made = { email: admin.email, name: admin.name, passwordHash: 'hash' }
  const refusal = (reason: string) => ({ problem: { reason } })
  await expect(after(15).makeFirstAdmin(first, made, '')).rejects.toMatchObject(refusal('LINK_EXPIRED'))
  await expect(after(24 * 60).setPassword(password, 'hash', '')).rejects.toMatchObject(
    refusal('LINK_EXPIRED'),
  )
  await expect(after(0).makeFirstAdmin(password, made, '')).rejects.toMatchObject(refusal('LINK_UNKNOWN'))
  await expect(after(0).setPassword(first, 'hash', '')).rejects.toMatchObject(refusal('LINK_UNKNOWN'))
  expect(await db().selectFrom('local_account').select('person_id').execute()).toEqual([])
})

test('how somebody can sign in says that there is no admin, and that there is one', async () => {
  const ways = async () => (await server.get('/app/v1/sign_in')).body
  expect(await ways()).toMatchObject({ value: { set_up: true, entrance: true } })
  expect((await setUp(await setUpToken())).status).toBe(200)
  expect(await ways()).toMatchObject({ value: { set_up: false, entrance: false, password: true } })
})

test('how somebody can sign in says that real data ended the demonstration, and offers no form that only refuses', async () => {
  const ways = async () => (await server.get('/app/v1/sign_in')).body
  await closeEntrance(db(), 'IMPORT', { actor: 'terminal' })
  const ended = { set_up: true, set_up_reason: 'REAL_DATA', entrance: false }
  expect(await ways()).toMatchObject({ value: { ...ended, password: false, passkey: false } })
  await post('links:set_password', { token: await passwordToken(), password: admin.password })
  expect(await ways()).toMatchObject({ value: { ...ended, password: true } })
  await setUp(await setUpToken())
  expect(JSON.stringify(await ways())).not.toContain('REAL_DATA')
})
