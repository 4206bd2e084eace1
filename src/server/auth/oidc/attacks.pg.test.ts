import { decodeJwt, type JWTPayload, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Browser, openBrowser } from '#testing/browse.ts'
import { type ProviderServer, startProviderServer } from '#testing/provider-server.ts'
import { pageHeaders } from '#testing/start-server.ts'

let at: ProviderServer
let aheadMs = 0
beforeAll(async () => {
  at = await startProviderServer(inject('postgresUrl'), { clock: () => new Date(Date.now() + aheadMs) })
  for (const [login, id] of [
    ['ana', 'e-1'],
    ['mallory', 'e-2'],
  ] as const) {
    await at.addPerson({ id })
    at.provider.people.set(login, { employee: id })
  }
})
afterEach(() => {
  at.provider.alterTokens = undefined
  aheadMs = 0
})
afterAll(() => at.close())

/** What comes of an answer of the provider in a browser: the reason, or who the browser is then. */
async function outcome(browser: Browser, answer: URL): Promise<string | number> {
  const end = new URL((await browser.go(answer.href)).address)
  const who = await at.whoIs(browser)
  const reason = end.searchParams.get('reason')
  if (reason !== null) expect(who).toBe(401)
  return reason ?? who
}

/** Somebody on the way to us puts another id token into the answer of the token endpoint. */
async function withIdToken(change: (claims: JWTPayload, token: string) => string | Promise<string>) {
  at.provider.alterTokens = async (answer) => {
    const token = String(answer['id_token'])
    return { ...answer, id_token: await change(decodeJwt(token), token) }
  }
  const browser = openBrowser()
  return await outcome(browser, await at.answerFor(browser, 'ana'))
}
const signed = (change: (claims: JWTPayload) => JWTPayload) =>
  withIdToken((claims) => at.provider.sign(change(claims)))
const unsigned = (claims: JWTPayload) =>
  `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`

test('an answer that nobody has touched signs in, in the very way that the attacks go', async () => {
  expect(await signed((claims) => claims)).toBe('e-1')
})

describe('an answer is refused', () => {
  test('with the code of another sign-in', async () => {
    const [victim, mallory] = [openBrowser(), openBrowser()]
    const answer = await at.answerFor(victim, 'ana')
    const other = await at.answerFor(mallory, 'mallory')
    answer.searchParams.set('code', other.searchParams.get('code') ?? '')
    expect(await outcome(victim, answer)).toBe('NOT_VERIFIED')
  })

  test('with a code that was used', async () => {
    const browser = openBrowser()
    const used = await at.answerFor(browser, 'ana')
    expect(await outcome(browser, used)).toBe('e-1')
    const again = openBrowser()
    const answer = await at.answerFor(again, 'ana')
    answer.searchParams.set('code', used.searchParams.get('code') ?? '')
    expect(await outcome(again, answer)).toBe('NOT_VERIFIED')
  })

  test('a second time, whole as it was', async () => {
    const browser = openBrowser()
    const answer = await at.answerFor(browser, 'ana')
    expect(await outcome(browser, answer)).toBe('e-1')
    const { address } = await browser.go(answer.href)
    expect(new URL(address).searchParams.get('reason')).toBe('TOO_LATE')
  })

  test.each(['', 'x'.repeat(43)])('with the state %j', async (state) => {
    const browser = openBrowser()
    const answer = await at.answerFor(browser, 'ana')
    answer.searchParams.set('state', state)
    expect(await outcome(browser, answer)).toBe('TOO_LATE')
  })

  test('with two states, whichever is first', async () => {
    const browser = openBrowser()
    const answer = await at.answerFor(browser, 'ana')
    answer.searchParams.append('state', 'another')
    expect(await outcome(browser, answer)).toBe('NOT_VERIFIED')
  })

  test('after ten minutes, and not before', async () => {
    const browser = openBrowser()
    const [one, other] = [await at.answerFor(browser, 'ana'), await at.answerFor(browser, 'ana')]
    aheadMs = 9.9 * 60_000
    expect(await outcome(browser, one)).toBe('e-1')
    aheadMs = 10.1 * 60_000
    expect(await outcome(openBrowser(), other)).toBe('TOO_LATE')
  })

  test('in another browser than the one that asked, with a cookie of its own or none (login CSRF)', async () => {
    const mallory = openBrowser()
    expect(await outcome(openBrowser(), await at.answerFor(mallory, 'mallory'))).toBe('OTHER_BROWSER')
    const victim = openBrowser()
    await at.begin(victim)
    expect(await outcome(victim, await at.answerFor(mallory, 'mallory'))).toBe('OTHER_BROWSER')
  })

  test('of another provider (mix-up), and without saying of which', async () => {
    for (const iss of ['https://elsewhere.example', `${at.provider.issuer}/`, undefined]) {
      const browser = openBrowser()
      const answer = await at.answerFor(browser, 'ana')
      answer.searchParams.delete('iss')
      if (iss !== undefined) answer.searchParams.set('iss', iss)
      expect(await outcome(browser, answer), iss).toBe('NOT_VERIFIED')
    }
  })
})

describe('an id token is refused', () => {
  test('with another nonce, or none', async () => {
    expect(await signed((claims) => ({ ...claims, nonce: 'another' }))).toBe('NOT_VERIFIED')
    expect(await signed((claims) => ({ ...claims, nonce: undefined }))).toBe('NOT_VERIFIED')
  })

  test('of another issuer', async () => {
    expect(await signed((claims) => ({ ...claims, iss: 'https://elsewhere.example' }))).toBe('NOT_VERIFIED')
  })

  test('for another client', async () => {
    expect(await signed((claims) => ({ ...claims, aud: 'another' }))).toBe('NOT_VERIFIED')
    expect(await signed((claims) => ({ ...claims, aud: ['countersign', 'another'], azp: 'another' }))).toBe(
      'NOT_VERIFIED',
    )
  })

  test('that is expired', async () => {
    const past = Math.floor(Date.now() / 1000) - 300
    expect(await signed((claims) => ({ ...claims, iat: past - 60, exp: past }))).toBe('NOT_VERIFIED')
  })

  test('without a signature, by a key of somebody else, by the secret of the client, or changed', async () => {
    expect(await withIdToken(unsigned)).toBe('NOT_VERIFIED')
    const { generateKeyPair } = await import('jose')
    const { privateKey } = await generateKeyPair('RS256')
    const header = { alg: 'RS256', kid: 'test' }
    expect(
      await withIdToken((claims) => new SignJWT(claims).setProtectedHeader(header).sign(privateKey)),
    ).toBe('NOT_VERIFIED')
    const secret = Buffer.from(at.provider.clientSecret)
    expect(
      await withIdToken((claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret)),
    ).toBe('NOT_VERIFIED')
    const swap = (claims: JWTPayload, token: string) => {
      const payload = Buffer.from(JSON.stringify({ ...claims, sub: 'mallory' })).toString('base64url')
      return token.replace(/\.[^.]+\./, `.${payload}.`)
    }
    expect(await withIdToken(swap)).toBe('NOT_VERIFIED')
  })

  test('that is missing', async () => {
    at.provider.alterTokens = (answer) => ({ ...answer, id_token: undefined })
    const browser = openBrowser()
    expect(await outcome(browser, await at.answerFor(browser, 'ana'))).toBe('NOT_VERIFIED')
  })

  test('whose proof is older than a day', async () => {
    const old = Math.floor(Date.now() / 1000) - 25 * 3600
    expect(await signed((claims) => ({ ...claims, auth_time: old }))).toBe('NOT_FRESH')
  })
})

describe('the rule against forgery', () => {
  test('a page of another site begins no sign-in', async () => {
    for (const missing of Object.keys(pageHeaders)) {
      const headers = { ...pageHeaders, [missing]: missing === 'content-type' ? 'text/plain' : 'other' }
      const { status } = await at.server.send('POST', '/app/v1/sign_in:oidc', headers, {})
      expect(status, missing).toBe(missing === 'content-type' ? 415 : 403)
    }
  })

  test('an address that a request names is not where the provider sends people back to', async () => {
    const host = `localhost:${at.server.port}`
    const { rawRequest } = await import('#testing/raw-http.ts')
    const lines = Object.entries({
      ...pageHeaders,
      host,
      'x-forwarded-host': 'elsewhere.example',
      connection: 'close',
      'content-length': '2',
    })
    const answer = await rawRequest(
      at.server.port,
      `POST /app/v1/sign_in:oidc HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n{}`,
    )
    expect(answer.status).toBe(200)
    const { value } = JSON.parse(answer.body) as { value: { url: string } }
    expect(new URL(value.url).searchParams.get('redirect_uri')).toBe(`${at.url}/auth/callback`)
  })
})
