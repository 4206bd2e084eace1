import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { addAccount, browserAt, goodPassword, refusalOf, valueOf } from '#testing/local-account.ts'
import { softwarePasskey } from '#testing/software-passkey.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { aUser } from '#testing/review-data.ts'
import { createAccounts } from '../../store/sign-in/accounts.ts'
import { createPasskeys } from '../../store/sign-in/passkeys.ts'
import { createSessions } from '../../store/sign-in/sessions.ts'

const minute = 60_000
const origin = 'https://audit.example'
let now = Date.parse('2026-11-29T08:00:00Z')
let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'), {
    clock: () => new Date(now),
    trustedProxies: ['127.0.0.1'],
    publicUrl: origin,
  })
  await addAccount(server, 'root', 'admin') // without an admin nobody else gets in
})
afterAll(() => server.close())
beforeEach(() => {
  now += 25 * 60 * minute
})

type Browser = ReturnType<typeof browserAt>
type Step = { state: string; factors: string[]; session?: object; codes?: string[] }
const db = () => server.database.store.db
const codeOf = (secret: string, at = now) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })
const code = (browser: Browser, text: string) => browser.post('/app/v1/sign_in:code', { code: text })
const factorsOf = async (browser: Browser) =>
  valueOf<{ totp: boolean; recovery_codes_left: number; passkeys: { id: string; name: string }[] }>(
    await browser.get('/app/v1/second_factors'),
  )

/** Sets an authenticator app up for whoever is signed in. */
async function setUpTotp(browser: Browser): Promise<{ secret: string; codes: string[] }> {
  const { secret } = valueOf<{ secret: string }>(await browser.post('/app/v1/second_factors:begin_totp'))
  const answer = await browser.post('/app/v1/second_factors:confirm_totp', { code: codeOf(secret) })
  expect(answer.status).toBe(200)
  return { secret, codes: valueOf<{ codes: string[] }>(answer).codes }
}

/** A person with an authenticator app, who is signed in with it. */
async function withTotp(id: string, ...roles: Parameters<typeof addAccount>[2][]) {
  await addAccount(server, id, ...roles)
  const browser = browserAt(server)
  await browser.signIn(id)
  const made = await setUpTotp(browser)
  now += minute
  return { browser, ...made }
}

async function setUpPasskey(browser: Browser, passkey = softwarePasskey('audit.example', origin)) {
  const { challenge } = valueOf<{ challenge: string }>(await browser.post('/app/v1/passkeys:begin'))
  const made = passkey.make(challenge)
  return { passkey, made, answer: await browser.post('/app/v1/passkeys', { ...made, name: 'a key' }) }
}

const challengeFor = async (browser: Browser) =>
  valueOf<{ challenge: string; allowCredentials?: { id: string }[] }>(
    await browser.post('/app/v1/sign_in:begin_passkey'),
  )

describe('an authenticator app', () => {
  test('set up at the first sign-in makes the session whole, under a new token', async () => {
    await addAccount(server, 'omar', 'operator')
    const browser = browserAt(server)
    await browser.signIn('omar')
    const unfinished = browser.cookie
    expect(unfinished).toMatch(/^__Host-Http-countersign=/)
    const begun = valueOf<{ secret: string; uri: string; qr_svg: string }>(
      await browser.post('/app/v1/second_factors:begin_totp'),
    )
    expect(begun.uri).toContain(`secret=${begun.secret}`)
    expect(begun.qr_svg).toMatch(/^<svg [\s\S]*<\/svg>$/)
    expect(begun.qr_svg).not.toContain('style=')
    const odd = await browser.post('/app/v1/second_factors:confirm_totp', { code: '\u00e9'.repeat(6) })
    expect(refusalOf(odd)).toBe('403 NOT_PROVEN')
    const wrong = await browser.post('/app/v1/second_factors:confirm_totp', { code: '000000' })
    expect(refusalOf(wrong)).toBe('403 NOT_PROVEN')
    const done = await browser.post('/app/v1/second_factors:confirm_totp', { code: codeOf(begun.secret) })
    const { codes, session } = valueOf<{ codes: string[]; session: object }>(done)
    expect(codes).toHaveLength(10)
    expect(session).toMatchObject({
      state: { stage: 'complete', proofs: ['PASSWORD', 'TOTP', 'RECOVERY_CODE'] },
    })
    expect(browser.cookie).not.toBe(unfinished)
    expect((await browser.get('/api/preview/awf/workflows')).status).toBe(200)
    const old = browserAt(server)
    old.take(unfinished)
    expect((await old.get('/app/v1/session')).status).toBe(401)
    const stored = await db()
      .selectFrom('local_account')
      .selectAll()
      .where('person_id', '=', 'omar')
      .execute()
    expect(stored[0]?.totp_secret?.includes(begun.secret)).toBe(false)
  })

  test('is asked for after the password, and each code works once', async () => {
    const { secret } = await withTotp('ada', 'admin')
    const browser = browserAt(server)
    expect(valueOf<Step>(await browser.signIn('ada'))).toEqual({
      state: 'SECOND_FACTOR',
      factors: ['TOTP', 'RECOVERY_CODE'],
    })
    const half = browser.cookie
    expect((await browser.get('/app/v1/session')).status).toBe(401)
    expect((await browser.get('/app/v1/second_factors')).status).toBe(401)
    expect(refusalOf(await code(browser, codeOf(secret, now - 2 * minute)))).toBe('403 NOT_PROVEN')
    const now6 = codeOf(secret)
    expect(valueOf<Step>(await code(browser, ` ${now6.slice(0, 3)} ${now6.slice(3)}`))).toMatchObject({
      state: 'SIGNED_IN',
    })
    expect(browser.cookie).not.toBe(half)
    const again = browserAt(server)
    await again.signIn('ada')
    expect(refusalOf(await code(again, now6))).toBe('403 NOT_PROVEN')
    expect(refusalOf(await code(again, codeOf(secret, now - minute / 2)))).toBe('403 NOT_PROVEN')
    expect((await code(again, codeOf(secret, now + minute / 2))).status).toBe(200)
  })

  test('has its first code used up by setting it up, and no other person’s code is one', async () => {
    const other = await withTotp('una', 'admin')
    await addAccount(server, 'uli', 'admin')
    const browser = browserAt(server)
    await browser.signIn('uli')
    const { secret } = await setUpTotp(browser)
    const again = browserAt(server)
    expect(valueOf<Step>(await again.signIn('uli')).state).toBe('SECOND_FACTOR')
    expect(refusalOf(await code(again, codeOf(secret)))).toBe('403 NOT_PROVEN')
    now += minute
    expect(refusalOf(await code(again, codeOf(other.secret)))).toBe('403 NOT_PROVEN')
    expect(refusalOf(await code(again, other.codes[0] ?? ''))).toBe('403 NOT_PROVEN')
    expect((await code(again, codeOf(secret))).status).toBe(200)
  })

  test('that is being set up is guessed ten times, as one that is there', async () => {
    await addAccount(server, 'gia', 'operator')
    const browser = browserAt(server)
    await browser.signIn('gia')
    await browser.post('/app/v1/second_factors:begin_totp')
    const all = []
    for (let count = 0; count < 12; count++)
      all.push(refusalOf(await browser.post('/app/v1/second_factors:confirm_totp', { code: '000000' })))
    expect(all).toEqual([...Array(10).fill('403 NOT_PROVEN'), ...Array(2).fill('429 TOO_MANY_TRIES')])
  })

  test('of a sign-in that is being finished lets nobody in who was deactivated meanwhile, nor in its last moment', async () => {
    const { secret } = await withTotp('dee', 'admin')
    const browser = browserAt(server)
    await browser.signIn('dee')
    const person = db().updateTable('person').where('id', '=', 'dee')
    await person.set({ deactivated_at: new Date(now) as never }).execute()
    expect(refusalOf(await code(browser, codeOf(secret)))).toBe('400 SIGN_IN_OVER')
    await person.set({ deactivated_at: null }).execute()
    const token = browser.cookie.split('=')[1] ?? ''
    const after = (minutes: number) =>
      createSessions(server.database.store, () => new Date(now + minutes * minute), {
        local: false,
        accounts: false,
      })
    expect(await after(15).prove(token, { by: 'code' })).toBeUndefined()
    expect(await after(14).prove(token, { by: 'code' })).toBeDefined()
  })

  test('is what new recovery codes take', async () => {
    await addAccount(server, 'nat', 'reviewer')
    const browser = browserAt(server)
    await browser.signIn('nat')
    const made = await browser.post('/app/v1/second_factors:make_recovery_codes')
    expect(made).toMatchObject({ status: 400, body: { detail: expect.stringContaining('Set up') } })
  })

  test('of a sign-in that took longer than a quarter of an hour is asked for no more', async () => {
    const { secret } = await withTotp('slow', 'auditor')
    const browser = browserAt(server)
    await browser.signIn('slow')
    now += 15 * minute
    expect(refusalOf(await code(browser, codeOf(secret)))).toBe('400 SIGN_IN_OVER')
  })

  test('is guessed ten times from one network, and twenty from all of them', async () => {
    const { secret, codes } = await withTotp('gus', 'admin')
    const tryFrom = async (network: number) => {
      const browser = browserAt(server, `203.0.${network}.1`)
      await browser.signIn('gus')
      const all = []
      for (let count = 0; count < 11; count++) all.push(refusalOf(await code(browser, '000000')))
      return all.filter((refusal) => refusal === '403 NOT_PROVEN').length
    }
    expect([await tryFrom(1), await tryFrom(2), await tryFrom(3)]).toEqual([10, 10, 0])
    const owner = browserAt(server)
    await owner.signIn('gus')
    const late = await code(owner, codeOf(secret))
    expect(refusalOf(late)).toBe('429 TOO_MANY_TRIES')
    expect(JSON.stringify(late.body)).toContain('Too many wrong codes for this account.')
    expect((await code(owner, codes[0] ?? '')).status).toBe(200)
    now += Number(late.headers.get('retry-after')) * 1000
    await owner.signIn('gus')
    expect((await code(owner, codeOf(secret))).status).toBe(200)
    const failed = await db()
      .selectFrom('account_log')
      .selectAll()
      .where('action', '=', 'SECOND_FACTOR_FAILED')
      .where('person_id', '=', 'gus')
      .execute()
    expect(failed).toHaveLength(20)
  })

  test('that is the last cannot be removed by who needs one; by a reviewer it can, with a fresh proof', async () => {
    const admin = await withTotp('last', 'admin')
    const removed = await admin.browser.post('/app/v1/second_factors:remove_totp')
    expect(removed).toMatchObject({ status: 400, body: { detail: expect.stringContaining('your last') } })
    expect((await factorsOf(admin.browser)).totp).toBe(true)
    const { browser, secret } = await withTotp('rita', 'reviewer')
    now += 11 * minute
    const remove = () => browser.post('/app/v1/second_factors:remove_totp')
    for (const path of [
      'second_factors:remove_totp',
      'second_factors:make_recovery_codes',
      'second_factors:begin_totp',
      'passkeys:begin',
      'passkeys/x:remove',
    ])
      expect(refusalOf(await browser.post(`/app/v1/${path}`)), path).toBe('403 FRESH_PROOF_REQUIRED')
    const confirm = (body: object) => browser.post('/app/v1/session:confirm', body)
    expect((await confirm({ password: goodPassword })).status).toBe(400)
    expect(refusalOf(await confirm({ password: goodPassword, code: '000000' }))).toBe('403 NOT_PROVEN')
    expect((await confirm({ password: goodPassword, code: codeOf(secret) })).status).toBe(200)
    expect((await remove()).status).toBe(200)
    expect(await factorsOf(browser)).toMatchObject({ totp: false, recovery_codes_left: 0 })
    expect((await remove()).status).toBe(404)
  })
})

describe('a recovery code', () => {
  test('works once, however it is typed, and is kept as a hash', async () => {
    const { codes } = await withTotp('rec', 'admin')
    const [first = ''] = codes
    expect(first).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/)
    const browser = browserAt(server)
    await browser.signIn('rec')
    expect((await code(browser, first.toLowerCase().replaceAll('-', ' '))).status).toBe(200)
    expect(await factorsOf(browser)).toMatchObject({ recovery_codes_left: 9 })
    const again = browserAt(server)
    await again.signIn('rec')
    expect(refusalOf(await code(again, first))).toBe('403 NOT_PROVEN')
    const fresh = valueOf<{ codes: string[] }>(
      await browser.post('/app/v1/second_factors:make_recovery_codes'),
    )
    expect(fresh.codes).toHaveLength(10)
    expect(refusalOf(await code(again, codes[1] ?? ''))).toBe('403 NOT_PROVEN')
    expect((await code(again, fresh.codes[1] ?? '')).status).toBe(200)
    const rows = await db().selectFrom('recovery_code').selectAll().where('person_id', '=', 'rec').execute()
    expect(rows.map(({ code_hash }) => code_hash.length)).toEqual(Array(10).fill(32))
  })
})

describe('a passkey', () => {
  test('set up at the first sign-in lets in, and then alone does', async () => {
    await addAccount(server, 'paul', 'admin')
    const browser = browserAt(server)
    await browser.signIn('paul')
    const { passkey, made, answer } = await setUpPasskey(browser)
    expect(valueOf(answer)).toMatchObject({
      passkeys: [{ id: passkey.id, name: 'a key' }],
      session: { state: { stage: 'complete', proofs: ['PASSWORD', 'PASSKEY', 'RECOVERY_CODE'] } },
      recovery_codes_left: 10,
    })
    const [recovery = ''] = valueOf<Required<Step>>(answer).codes
    expect(valueOf<Step>((await setUpPasskey(browser)).answer).codes).toEqual([])
    const lost = browserAt(server)
    expect(valueOf<Step>(await lost.signIn('paul')).factors).toEqual(['PASSKEY', 'RECOVERY_CODE'])
    expect(valueOf<Step>(await code(lost, recovery))).toMatchObject({ state: 'SIGNED_IN' })
    expect(refusalOf(await browser.post('/app/v1/passkeys', { ...made, name: 'again' }))).toBe(
      '403 NOT_PROVEN',
    )
    const other = browserAt(server)
    const { challenge, allowCredentials } = await challengeFor(other)
    expect(allowCredentials).toEqual([])
    const proof = passkey.prove(challenge)
    expect(valueOf<Step>(await other.post('/app/v1/sign_in:passkey', proof))).toMatchObject({
      state: 'SIGNED_IN',
      session: { method: 'passkey', actor: { user: { id: 'paul' } } },
    })
    expect(refusalOf(await browserAt(server).post('/app/v1/sign_in:passkey', proof))).toBe('403 NOT_PROVEN')
  })

  test.each([
    ['without its person verified', { verified: false }],
    ['at another origin', { origin: 'https://audit.example.evil' }],
    ['that has counted less than before', { counter: 1 }],
    ['of another host', { host: 'evil.example' }],
  ])('%s is not accepted', async (_, says) => {
    const id = `pk${Math.random().toString(36).slice(2)}`
    await addAccount(server, id, 'admin')
    const browser = browserAt(server)
    await browser.signIn(id)
    const { passkey } = await setUpPasskey(browser)
    const prove = async (as: object) => {
      const other = browserAt(server)
      const { challenge } = await challengeFor(other)
      return refusalOf(await other.post('/app/v1/sign_in:passkey', passkey.prove(challenge, as)))
    }
    expect(await prove({ counter: 5 })).toMatch('200')
    expect(await prove({ counter: 6, ...says })).toBe('403 NOT_PROVEN')
    expect(await prove({ counter: 7 })).toMatch('200')
  })

  test('is not made without its person verified, nor for the challenge of another or one that is over', async () => {
    await addAccount(server, 'eva', 'reviewer')
    await addAccount(server, 'tom', 'reviewer')
    const [eva, tom] = [browserAt(server), browserAt(server)]
    await eva.signIn('eva')
    await tom.signIn('tom')
    const passkey = softwarePasskey('audit.example', origin)
    const begin = async () =>
      valueOf<{ challenge: string }>(await eva.post('/app/v1/passkeys:begin')).challenge
    const add = async (browser: Browser, made: object) =>
      refusalOf(await browser.post('/app/v1/passkeys', { ...made, name: 'a key' }))
    expect(await add(eva, passkey.make(await begin(), { verified: false }))).toBe('403 NOT_PROVEN')
    expect(await add(tom, passkey.make(await begin()))).toBe('403 NOT_PROVEN')
    const late = passkey.make(await begin())
    now += 5 * minute
    expect(await add(eva, late)).toBe('403 NOT_PROVEN')
    expect(await add(eva, { response: { id: 'x', response: {} } })).toBe('403 NOT_PROVEN')
    expect(await factorsOf(eva)).toMatchObject({ passkeys: [] })
    expect(await add(eva, passkey.make(await begin()))).toMatch('200')
  })

  test('is the second factor of its own person alone, and a fresh proof', async () => {
    await addAccount(server, 'pia', 'auditor')
    await addAccount(server, 'ben', 'auditor')
    const [pia, ben] = [browserAt(server), browserAt(server)]
    await pia.signIn('pia')
    await ben.signIn('ben')
    const [mine, theirs] = [await setUpPasskey(pia), await setUpPasskey(ben)]
    const browser = browserAt(server)
    expect(valueOf<Step>(await browser.signIn('pia'))).toEqual({
      state: 'SECOND_FACTOR',
      factors: ['PASSKEY', 'RECOVERY_CODE'],
    })
    const first = await challengeFor(browser)
    expect(first.allowCredentials).toMatchObject([{ id: mine.passkey.id }])
    const prove = (body: object) => browser.post('/app/v1/sign_in:passkey', body)
    expect(refusalOf(await prove(theirs.passkey.prove(first.challenge)))).toBe('403 NOT_PROVEN')
    const second = await challengeFor(browser)
    expect(valueOf<Step>(await prove(mine.passkey.prove(second.challenge)))).toMatchObject({
      state: 'SIGNED_IN',
    })
    now += 11 * minute
    const { id } = mine.passkey
    const remove = () => browser.post(`/app/v1/passkeys/${id}:remove`)
    expect(refusalOf(await remove())).toBe('403 FRESH_PROOF_REQUIRED')
    const confirm = async (key: typeof mine) =>
      browser.post('/app/v1/session:confirm', key.passkey.prove((await challengeFor(browser)).challenge))
    expect(refusalOf(await confirm(theirs))).toBe('403 NOT_PROVEN')
    // A challenge that is nobody's is answered by anybody, and confirms nobody else.
    const { challenge } = await challengeFor(browserAt(server))
    const others = browser.post('/app/v1/session:confirm', theirs.passkey.prove(challenge))
    expect(refusalOf(await others)).toBe('403 NOT_PROVEN')
    expect(refusalOf(await remove())).toBe('403 FRESH_PROOF_REQUIRED')
    expect((await confirm(mine)).status).toBe(200)
    expect(await remove()).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('your last') },
    })
    await setUpTotp(browser)
    // Another removal of theirs is under way: this one waits for it, and is then that of the last.
    const removing = await db()
      .transaction()
      .execute(async (transaction) => {
        await sql`SELECT FROM person WHERE id = 'pia' FOR NO KEY UPDATE`.execute(transaction)
        await transaction.deleteFrom('passkey').where('person_id', '=', 'pia').execute()
        const answer = browser.post('/app/v1/second_factors:remove_totp')
        const waits = sql<{ waiting: number }>`SELECT count(*)::integer AS waiting FROM pg_locks
        WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`
        await expect
          .poll(async () => (await waits.execute(db())).rows[0]?.waiting, { timeout: 10_000 })
          .toBeGreaterThan(0)
        return { answer }
      })
    expect((await removing.answer).status).toBe(400)
  })

  test('is not proven by an answer that took longer than five minutes', async () => {
    await addAccount(server, 'lea', 'reviewer')
    const lea = browserAt(server)
    await lea.signIn('lea')
    const { passkey } = await setUpPasskey(lea)
    const { challenge } = await challengeFor(browserAt(server))
    now += 5 * minute
    const late = await browserAt(server).post('/app/v1/sign_in:passkey', passkey.prove(challenge))
    expect(refusalOf(late)).toBe('403 NOT_PROVEN')
  })

  test('of which there are two copies counts for one of them at a time', async () => {
    await addAccount(server, 'cy', 'reviewer')
    const cy = browserAt(server)
    await cy.signIn('cy')
    const { passkey } = await setUpPasskey(cy)
    const store = createPasskeys(db(), () => new Date(now))
    expect(await store.countPasskey(passkey.id, 0, 1)).toBe(true)
    // The other copy was read before, and counts from there.
    expect(await store.countPasskey(passkey.id, 0, 1)).toBe(false)
  })

  test('is not offered at an address without a name', async () => {
    const bare = await startServer(inject('postgresUrl'))
    const asked = await browserAt(bare).post('/app/v1/sign_in:begin_passkey')
    expect(asked).toMatchObject({ status: 400, body: { detail: expect.stringContaining('has a name') } })
    await bare.close()
  })
})

describe('the own account', () => {
  test('changes its password with the old one, and ends all other sessions', async () => {
    await addAccount(server, 'cleo', 'reviewer')
    const [browser, other] = [browserAt(server), browserAt(server)]
    await browser.signIn('cleo')
    await other.signIn('cleo')
    const change = (body: object) => browser.post('/app/v1/password', body)
    const password = 'two foxes on a ferry'
    expect((await change({ password })).status).toBe(400)
    expect(refusalOf(await change({ current: 'a wrong password', password }))).toBe('403 NOT_PROVEN')
    expect((await change({ current: goodPassword, password: 'password1234' })).status).toBe(400)
    expect((await other.get('/app/v1/session')).status).toBe(200)
    expect((await change({ current: goodPassword, password })).status).toBe(200)
    expect((await other.get('/app/v1/session')).status).toBe(401)
    expect((await browser.get('/app/v1/session')).status).toBe(200)
    expect(refusalOf(await other.signIn('cleo'))).toBe('403 NOT_PROVEN')
    expect((await other.signIn('cleo', password)).status).toBe(200)
  })

  test('keeps the password that a link has set while another was being changed', async () => {
    await addAccount(server, 'lena', 'reviewer')
    const accounts = createAccounts(db(), () => new Date(now))
    const account = await accounts.find(aUser('lena'))
    await sql`UPDATE local_account SET password_hash = 'of the link' WHERE person_id = 'lena'`.execute(db())
    const hashes = { proven: account?.passwordHash ?? '', next: 'of the thief' }
    expect(await accounts.changePassword(aUser('lena'), hashes, 'none')).toBe(false)
    const { rows } = await sql`SELECT password_hash FROM local_account WHERE person_id = 'lena'`.execute(db())
    expect(rows).toEqual([{ password_hash: 'of the link' }])
    const log = await db()
      .selectFrom('account_log')
      .select('action')
      .where('person_id', '=', 'lena')
      .execute()
    expect(log).not.toContainEqual({ action: 'PASSWORD_CHANGED' })
  })

  test('of somebody without a password takes neither a password nor a factor', async () => {
    const browser = browserAt(server)
    browser.take(await server.signIn('oidc', 'operator'))
    const refusals = [
      await browser.post('/app/v1/password', { current: goodPassword, password: 'two foxes on a ferry' }),
      await browser.post('/app/v1/second_factors:begin_totp'),
      await browser.post('/app/v1/passkeys:begin'),
      await browser.post('/app/v1/session:confirm', { password: goodPassword }),
    ]
    expect(refusals.map(refusalOf)).toEqual(Array(4).fill('400 NO_PASSWORD'))
  })

  test('keeps a time zone that there is', async () => {
    await addAccount(server, 'zoe', 'reviewer')
    const browser = browserAt(server)
    await browser.signIn('zoe')
    const put = (time_zone: string) => browser.put('/app/v1/profile', { time_zone })
    for (const wrong of ['Mars/Olympus', '+01:00', 'Europe/Berlin; DROP'])
      expect((await put(wrong)).status, wrong).toBe(400)
    for (const right of ['Asia/Kathmandu', 'local', ''])
      expect(valueOf(await put(right))).toMatchObject({ time_zone: right })
    await put('Europe/Berlin')
    expect(valueOf(await browser.get('/app/v1/profile'))).toMatchObject({ time_zone: 'Europe/Berlin' })
  })
})
