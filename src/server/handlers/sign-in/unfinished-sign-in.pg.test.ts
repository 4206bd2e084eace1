import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addAccount, browserAt, refusalOf, valueOf } from '#testing/local-account.ts'
import { aUser } from '#testing/review-data.ts'
import { softwarePasskey } from '#testing/software-passkey.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { startSession } from '../../store/sign-in/start-session.ts'

const origin = 'https://audit.example'
let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'), { trustedProxies: ['127.0.0.1'], publicUrl: origin })
  await addAccount(server, 'root', 'admin') // without an admin nobody else gets in
})
afterAll(() => server.close())

type Browser = ReturnType<typeof browserAt>
const db = () => server.database.store.db
const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate()
const begin = (browser: Browser) => browser.post('/app/v1/second_factors:begin_totp')
const confirm = (browser: Browser, secret: string) =>
  browser.post('/app/v1/second_factors:confirm_totp', { code: codeOf(secret) })
const secretOf = async (browser: Browser) => valueOf<{ secret: string }>(await begin(browser)).secret
const beginPasskey = (browser: Browser) => browser.post('/app/v1/passkeys:begin')
const addPasskey = async (browser: Browser, challenge: string) => {
  const made = softwarePasskey('audit.example', origin).make(challenge)
  return await browser.post('/app/v1/passkeys', { ...made, name: 'a key' })
}

/** Two browsers of somebody whose password is known to both, and who has no second factor yet. */
async function twoWith(id: string): Promise<[Browser, Browser]> {
  await addAccount(server, id, 'operator')
  const [owner, stranger] = [browserAt(server), browserAt(server, '198.51.100.7')]
  await owner.signIn(id)
  await stranger.signIn(id)
  return [owner, stranger]
}

/** Gives a session back to who lost it, as if its end had not come yet. */
async function withSessionKept(id: string, work: () => Promise<unknown>): Promise<void> {
  const kept = await db().selectFrom('session').selectAll().where('actor', '=', id).execute()
  await work()
  await db()
    .insertInto('session')
    .values(kept)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

describe('a session in which a second factor is to be set up', () => {
  test('ends when another one has set the first up', async () => {
    const [owner, stranger] = await twoWith('ann')
    const { challenge } = valueOf<{ challenge: string }>(await beginPasskey(stranger))
    expect((await confirm(owner, await secretOf(owner))).status).toBe(200)
    expect((await stranger.get('/app/v1/second_factors')).status).toBe(401)
    expect((await addPasskey(stranger, challenge)).status).toBe(401)
    expect((await owner.get('/app/v1/sessions')).status).toBe(200)
  })

  test('ends with a passkey too', async () => {
    const [owner, stranger] = await twoWith('pam')
    const { challenge } = valueOf<{ challenge: string }>(await beginPasskey(owner))
    expect((await addPasskey(owner, challenge)).status).toBe(200)
    expect((await begin(stranger)).status).toBe(401)
    expect((await owner.get('/app/v1/sessions')).status).toBe(200)
  })

  test('sets none up beside one that is there, if it is still there itself', async () => {
    const [owner, stranger] = await twoWith('cid')
    const { challenge } = valueOf<{ challenge: string }>(await beginPasskey(stranger))
    await withSessionKept('cid', async () => {
      expect((await confirm(owner, await secretOf(owner))).status).toBe(200)
    })
    const refusals = [
      await begin(stranger),
      await confirm(stranger, 'AAAAAAAA'),
      await beginPasskey(stranger),
      await addPasskey(stranger, challenge),
    ]
    expect(refusals.map(refusalOf)).toEqual(Array(4).fill('400 SIGN_IN_OVER'))
  })

  const factor = (id: string) =>
    sql`UPDATE local_account SET totp_secret = totp_pending WHERE person_id = ${id}`
  test.each([
    ['dot', 'an authenticator app', 'another does', factor('dot')],
    ['eli', 'a passkey', 'another does', factor('eli')],
    ['flo', 'a passkey', 'it is ended', sql`DELETE FROM session WHERE actor = 'flo'`],
  ])('of %s that adds %s while %s waits, and is over', async (id, _, _while, change) => {
    const [owner, stranger] = await twoWith(id)
    const { challenge } = valueOf<{ challenge: string }>(await beginPasskey(stranger))
    const secret = await secretOf(owner)
    const late = await db()
      .transaction()
      .execute(async (transaction) => {
        await sql`SELECT FROM person WHERE id = ${id} FOR NO KEY UPDATE`.execute(transaction)
        const answer = id === 'dot' ? confirm(stranger, secret) : addPasskey(stranger, challenge)
        await waiting()
        await change.execute(transaction)
        return { answer }
      })
    expect(refusalOf(await late.answer)).toBe('400 SIGN_IN_OVER')
    const passkeys = db().selectFrom('passkey').select('name').where('person_id', '=', id)
    expect(await passkeys.execute()).toEqual([])
  })

  test('makes no other secret count than the one whose code has come', async () => {
    const [owner, stranger] = await twoWith('fay')
    const secret = await secretOf(owner)
    const late = await db()
      .transaction()
      .execute(async (transaction) => {
        await sql`SELECT FROM person WHERE id = 'fay' FOR NO KEY UPDATE`.execute(transaction)
        const answer = confirm(owner, secret)
        await waiting()
        await sql`UPDATE local_account SET totp_pending = '\\x00' WHERE person_id = 'fay'`.execute(
          transaction,
        )
        return { answer }
      })
    expect(refusalOf(await late.answer)).toBe('400 SIGN_IN_OVER')
    expect((await begin(stranger)).status).toBe(200)
  })
})

describe('a sign-in that is under way', () => {
  /** Signs in while a transaction of ours, which does `change` once the sign-in waits for it, has `first` done. */
  async function meanwhile(
    first: ReturnType<typeof sql>,
    signIn: () => ReturnType<Browser['post']>,
    change = sql`SELECT`,
  ): Promise<string> {
    const late = await db()
      .transaction()
      .execute(async (transaction) => {
        await first.execute(transaction)
        const answer = signIn()
        await waiting()
        await change.execute(transaction)
        return { answer }
      })
    return refusalOf(await late.answer)
  }

  test('by a password that is being changed gets no session', async () => {
    await addAccount(server, 'gil', 'reviewer')
    const change = sql`UPDATE local_account SET password_hash = 'another' WHERE person_id = 'gil'`
    expect(await meanwhile(change, () => browserAt(server).signIn('gil'))).toBe('400 SIGN_IN_OVER')
  })

  test.each([
    ['hal', 'their roles change', sql`UPDATE person SET roles = '{admin}' WHERE id = 'hal'`],
    ['ivy', 'they are deactivated', sql`UPDATE person SET deactivated_at = now() WHERE id = 'ivy'`],
    [
      'joe',
      'they get a second factor',
      sql`UPDATE local_account SET totp_secret = '\\x00' WHERE person_id = 'joe'`,
    ],
  ])('of %s gets no session when %s', async (id, _, change) => {
    await addAccount(server, id, 'reviewer')
    const lock = sql`SELECT FROM person WHERE id = ${id} FOR NO KEY UPDATE`
    expect(await meanwhile(lock, () => browserAt(server).signIn(id), change)).toBe('400 SIGN_IN_OVER')
  })

  test('by a password alone gets no whole session for who has got a role that takes more', async () => {
    await addAccount(server, 'gwen', 'admin')
    const account = db().selectFrom('local_account').select('password_hash').where('person_id', '=', 'gwen')
    const passwordHash = (await account.executeTakeFirstOrThrow()).password_hash ?? ''
    const begun = (stage: 'complete' | 'enrol') => {
      const from = { userAgent: '', address: '' }
      const how = { method: 'password', stage, replaced: undefined, from, proven: { passwordHash } } as const
      return startSession(db(), () => new Date(), { person: aUser('gwen'), ...how })
    }
    await expect(begun('complete')).rejects.toMatchObject({ problem: { reason: 'SIGN_IN_OVER' } })
    expect(await begun('enrol')).toBeDefined()
  })

  test('by a passkey that is being removed gets no session', async () => {
    await addAccount(server, 'kay', 'reviewer')
    const browser = browserAt(server)
    await browser.signIn('kay')
    const passkey = softwarePasskey('audit.example', origin)
    const begun = valueOf<{ challenge: string }>(await beginPasskey(browser))
    await browser.post('/app/v1/passkeys', { ...passkey.make(begun.challenge), name: 'a key' })
    const other = browserAt(server)
    const asked = await other.post('/app/v1/sign_in:begin_passkey')
    const proof = passkey.prove(valueOf<{ challenge: string }>(asked).challenge)
    const lock = sql`SELECT FROM person WHERE id = 'kay' FOR NO KEY UPDATE`
    const change = sql`DELETE FROM passkey WHERE person_id = 'kay'`
    const signIn = () => other.post('/app/v1/sign_in:passkey', proof)
    expect(await meanwhile(lock, signIn, change)).toBe('400 SIGN_IN_OVER')
  })

  test('ends no session that is complete, and five are kept', async () => {
    await addAccount(server, 'moe', 'operator')
    const owner = browserAt(server)
    owner.take(await server.signIn('moe', 'operator'))
    for (let count = 0; count < 12; count++) await browserAt(server).signIn('moe')
    expect((await owner.get('/app/v1/session')).status).toBe(200)
    const sessions = db().selectFrom('session').select('stage').where('actor', '=', 'moe')
    expect((await sessions.execute()).map(({ stage }) => stage).toSorted()).toEqual([
      'complete',
      ...Array(5).fill('enrol'),
    ])
  })

  test('is ended by its browser, and tells no key of the outbox', async () => {
    await addAccount(server, 'ned', 'operator')
    const browser = browserAt(server)
    const enrolling = valueOf<{ session: object }>(await browser.signIn('ned')).session
    expect(enrolling).not.toHaveProperty('outbox')
    await sql`UPDATE local_account SET totp_secret = '\\x00' WHERE person_id = 'ned'`.execute(db())
    expect(valueOf<{ state: string }>(await browser.signIn('ned')).state).toBe('SECOND_FACTOR')
    const ended = await browser.post('/app/v1/session:end')
    expect([ended.status, ended.headers.get('set-cookie')]).toEqual([
      200,
      expect.stringContaining('Expires='),
    ])
    const sessions = db().selectFrom('session').select('id').where('actor', '=', 'ned')
    expect(await sessions.execute()).toEqual([])
  })
})

/** Until a transaction of the server waits for ours. */
async function waiting(): Promise<void> {
  const waits = sql<{ waiting: number }>`SELECT count(*)::integer AS waiting FROM pg_locks
    WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`
  await expect
    .poll(async () => (await waits.execute(db())).rows[0]?.waiting, { timeout: 10_000 })
    .toBeGreaterThan(0)
}
