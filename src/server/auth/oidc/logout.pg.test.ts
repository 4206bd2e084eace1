import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { type Browser, openBrowser } from '#testing/browse.ts'
import { type ProviderServer, startProviderServer } from '#testing/provider-server.ts'

let at: ProviderServer
let browser: Browser
beforeAll(async () => {
  at = await startProviderServer(inject('postgresUrl'))
  for (const id of ['e-1', 'e-2', 'e-3']) {
    await at.addPerson({ id })
    at.provider.people.set(id, { employee: id })
  }
})
beforeEach(async () => {
  browser = openBrowser()
  await at.signIn(browser, 'e-1')
  expect(await at.whoIs(browser)).toBe('e-1')
})
afterAll(() => at.close())

const event = 'http://schemas.openid.net/event/backchannel-logout'
let made = 0
/** The claims of a logout token, with what a test changes; undefined takes a claim away. */
const claims = (change: Readonly<Record<string, unknown>> = {}): JWTPayload =>
  JSON.parse(
    JSON.stringify({
      iss: at.provider.issuer,
      aud: at.provider.clientId,
      iat: Math.floor(Date.now() / 1000),
      exp: Math.floor(Date.now() / 1000) + 120,
      jti: `made ${made++}`,
      sub: 'e-1',
      events: { [event]: {} },
      ...change,
    }),
  ) as JWTPayload
const header = { typ: 'logout+jwt' }
const send = (token: string) =>
  fetch(`${at.url}/auth/backchannel-logout`, {
    method: 'POST',
    body: new URLSearchParams({ logout_token: token }),
  })
const sent = async (change?: Readonly<Record<string, unknown>>) =>
  (await send(await at.provider.sign(claims(change), header))).status

describe('the provider says that a session there has ended', () => {
  test('and ours is over at the next request, by its own token', async () => {
    const elsewhere = openBrowser()
    await at.signIn(elsewhere, 'e-1')
    const other = openBrowser()
    await at.signIn(other, 'e-2')
    const page = await browser.go(`${at.provider.issuer}/session/end`)
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    await browser.submit(`${at.provider.issuer}/session/end/confirm`, { xsrf, logout: 'yes' })
    expect(await at.whoIs(browser)).toBe(401)
    expect([await at.whoIs(elsewhere), await at.whoIs(other)]).toEqual(['e-1', 'e-2'])
    const token = at.provider.logoutTokens.at(-1) ?? ''
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'logout+jwt' })
    expect(decodeJwt(token)).toMatchObject({ sub: 'e-1', sid: expect.any(String) })
    expect((await at.log()).at(-1)).toMatchObject({ action: 'PROVIDER_SIGN_OUT', person_id: 'e-1' })
  })

  test('of a subject without naming one: all of theirs are over, and nobody else’s', async () => {
    const other = openBrowser()
    await at.signIn(other, 'e-2')
    expect(await sent()).toBe(200)
    expect([await at.whoIs(browser), await at.whoIs(other)]).toEqual([401, 'e-2'])
  })

  test('by a session of somebody else: nothing is over', async () => {
    const { db } = at.server.database.store
    const own = await db
      .selectFrom('session')
      .select('provider_session')
      .where('actor', '=', 'e-1')
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow()
    expect(await sent({ sub: 'e-2', sid: own.provider_session })).toBe(200)
    expect(await sent({ sub: 'e-1', sid: 'unknown' })).toBe(200)
    expect(await at.whoIs(browser)).toBe('e-1')
    expect(await sent({ sub: undefined, sid: own.provider_session })).toBe(200)
    expect(await at.whoIs(browser)).toBe(401)
  })

  test.each([
    ['a session', (sid: unknown) => ({ sub: 'e-3', sid })],
    ['a subject', () => ({ sub: 'e-3', iat: Math.floor(Date.now() / 1000) + 2 })],
  ])('of %s whose sign-in is under way: it does not begin', async (_, change) => {
    const other = openBrowser()
    at.provider.alterTokens = async (answer) => {
      expect(await sent(change(decodeJwt(String(answer['id_token']))['sid']))).toBe(200)
      return answer
    }
    await at.signIn(other, 'e-3')
    at.provider.alterTokens = undefined
    expect(await at.whoIs(other)).toBe(401)
  })

  test('is never stored on the way', async () => {
    const answer = await send(await at.provider.sign(claims({ sub: 'nobody' }), header))
    const refusal = await send('x')
    expect([answer, refusal].map(({ headers }) => headers.get('cache-control'))).toEqual([
      'no-store',
      'no-store',
    ])
  })
})

describe('a logout token is refused', () => {
  test('that was used', async () => {
    const token = await at.provider.sign(claims(), header)
    expect((await send(token)).status).toBe(200)
    await at.signIn(browser, 'e-1')
    expect((await send(token)).status).toBe(400)
    expect(await at.whoIs(browser)).toBe('e-1')
  })

  const now = () => Math.floor(Date.now() / 1000)
  test.each<[string, () => Readonly<Record<string, unknown>>]>([
    ['of another issuer', () => ({ iss: 'https://elsewhere.example' })],
    ['for another client', () => ({ aud: 'another' })],
    ['older than two minutes', () => ({ iat: now() - 140 })],
    ['without an end', () => ({ exp: undefined })],
    ['of the future', () => ({ iat: now() + 60 })],
    ['that is expired', () => ({ exp: now() - 20 })],
    ['without a time', () => ({ iat: undefined })],
    ['without an id', () => ({ jti: undefined })],
    ['with an empty id', () => ({ jti: '' })],
    ['with a nonce', () => ({ nonce: 'x' })],
    ['without an event', () => ({ events: undefined })],
    ['about another event', () => ({ events: { 'https://elsewhere.example/event': {} } })],
    ['whose event is no object', () => ({ events: { [event]: 'x' } })],
    ['that names nobody', () => ({ sub: undefined })],
    ['that names a number', () => ({ sub: 7, sid: 7 })],
    ['that names what cannot be kept', () => ({ sub: 'e-1\u0000' })],
  ])('%s', async (_, change) => {
    expect(await sent(change())).toBe(400)
    expect(await at.whoIs(browser)).toBe('e-1')
  })

  test('of another type, such as the id token that the browser saw', async () => {
    for (const typ of ['JWT', 'at+jwt', undefined]) {
      const token = await at.provider.sign(claims(), typ === undefined ? {} : { typ })
      expect((await send(token)).status, typ).toBe(400)
    }
    expect(await at.whoIs(browser)).toBe('e-1')
  })

  test('without a signature, by the secret of the client, or none at all', async () => {
    const parts = [{ alg: 'none', ...header }, claims()]
    const unsigned = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    const secret = Buffer.from(at.provider.clientSecret)
    const hs256 = new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', ...header })
    for (const token of [`${unsigned}.`, await hs256.sign(secret), 'x', 'a.b.c', ''])
      expect((await send(token)).status).toBe(400)
    expect(await at.whoIs(browser)).toBe('e-1')
  })

  test('where too many come from one address', async () => {
    const slow = await startProviderServer(inject('postgresUrl'), { rate: { perSecond: 1, burst: 5 } })
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        fetch(`${slow.url}/auth/backchannel-logout`, {
          method: 'POST',
          body: new URLSearchParams({ logout_token: 'x' }),
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
    await slow.close()
  })
})

describe('signing out here', () => {
  const signOut = async (of: Browser) => {
    const { text } = await of.call('POST', `${at.url}/app/v1/session:end`, {})
    return (JSON.parse(text) as { provider_url?: string }).provider_url
  }

  test('leads to the page of the provider that ends the session there and comes back', async () => {
    const url = new URL((await signOut(browser)) ?? '')
    expect(url.href.startsWith(`${at.provider.issuer}/session/end?`)).toBe(true)
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${at.url}/sign-in`)
    expect(decodeJwt(url.searchParams.get('id_token_hint') ?? '')).toMatchObject({ sub: 'e-1' })
    expect(await at.whoIs(browser)).toBe(401)
    const page = await browser.go(url.href)
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const end = await browser.submit(`${at.provider.issuer}/session/end/confirm`, { xsrf, logout: 'yes' })
    expect(end.address).toBe(`${at.url}/sign-in`)
  })

  test('names no page for a session that began another way', async () => {
    const cookie = await at.server.signIn('root', 'admin')
    const headers = { 'sec-fetch-site': 'same-origin', 'x-requested-with': 'countersign', cookie }
    const json = { ...headers, 'content-type': 'application/json' }
    expect((await at.server.send('POST', '/app/v1/session:end', json, {})).body).toEqual({})
  })
})
