import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openBrowser } from '#testing/browse.ts'
import { type ProviderServer, startProviderServer } from '#testing/provider-server.ts'

let at: ProviderServer
beforeAll(async () => {
  at = await startProviderServer(inject('postgresUrl'))
  await at.addPerson({ id: 'e-1' })
  at.provider.people.set('ana', { employee: 'e-1', email: 'ana@example.com', name: 'Ana' })
})
afterAll(() => at.close())

const reasonOf = ({ address }: { readonly address: string }) => new URL(address).searchParams.get('reason')
const pathOf = (address: string) => address.slice(new URL(address).origin.length)

describe('signing in at the provider', () => {
  test('leads back to the exact place, with a session of the person whom the claim names', async () => {
    const browser = openBrowser()
    const place = '/reviews/c-1/rows/48213?decision=none&q=a%2Fb#note'
    const end = await at.signIn(browser, 'ana', { return_to: place })
    expect(pathOf(end.address)).toBe(place)
    expect(await at.whoIs(browser)).toBe('e-1')
    const { value } = JSON.parse((await browser.call('GET', `${at.url}/app/v1/session`)).text)
    expect(value).toMatchObject({ method: 'oidc' })
    expect(value.roles_from_claims).toBeUndefined()
  })

  test('asks with code, PKCE S256, state and nonce, and is answered at the address that people use', async () => {
    const { searchParams } = new URL(await at.begin(openBrowser()))
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      response_mode: 'query',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: `${at.url}/auth/callback`,
    })
  })

  test('keeps no token, state or code as it is', async () => {
    const browser = openBrowser()
    const url = new URL(await at.begin(browser))
    await at.signIn(openBrowser(), 'ana')
    const { db } = at.server.database.store
    const kept = JSON.stringify([
      await db.selectFrom('oidc_transaction').selectAll().execute(),
      await db.selectFrom('session').selectAll().execute(),
    ])
    for (const text of ['state', 'nonce'].map((name) => url.searchParams.get(name) ?? ''))
      expect(kept).not.toContain(text)
    expect(kept).not.toContain('eyJ')
    const [session] = await db.selectFrom('session').select('id_token').execute()
    expect(session?.id_token?.toString('latin1')).not.toContain('eyJ')
  })

  test('ties the identity once, and logs it', async () => {
    const log = await at.log()
    expect(log.filter(({ action }) => action === 'IDENTITY_TIED')).toEqual([
      {
        action: 'IDENTITY_TIED',
        person_id: 'e-1',
        detail: { issuer: at.provider.issuer, subject: 'ana', by: 'ID', staff: false },
      },
    ])
    expect(log.filter(({ action }) => action === 'SIGN_IN').length).toBeGreaterThan(1)
  })

  test('by two tabs of one browser at once lets both come back', async () => {
    const browser = openBrowser()
    const [one, other] = [await at.begin(browser), await at.begin(browser, { return_to: '/exports' })]
    const first = await browser.go(one)
    await browser.submit(first.address, { login: 'ana' })
    expect(pathOf((await browser.go(other)).address)).toBe('/exports')
  })

  test('in a window of its own ends on the page that tells the other', async () => {
    const end = await at.signIn(openBrowser(), 'ana', { window: true, return_to: '/exports' })
    expect(pathOf(end.address)).toBe('/signed-in')
  })

  test('never leads away from this server', async () => {
    const end = await at.signIn(openBrowser(), 'ana', { return_to: '//elsewhere.example/reviews' })
    expect(end.address).toBe(`${at.url}/`)
  })
})

describe('what comes to nothing', () => {
  test('an unknown person has no session, and a reference by which an admin finds them', async () => {
    at.provider.people.set('zoe', { employee: 'e-9', email: 'zoe@example.com', email_verified: true })
    const browser = openBrowser()
    const end = await at.signIn(browser, 'zoe', { return_to: '/exports' })
    const { pathname, searchParams } = new URL(end.address)
    expect([pathname, searchParams.get('reason'), searchParams.get('to')]).toEqual([
      '/sign-in',
      'NO_ACCESS',
      '/exports',
    ])
    expect(await at.whoIs(browser)).toBe(401)
    const refusal = (await at.log()).findLast(({ action }) => action === 'SIGN_IN_REFUSED')
    expect(refusal?.detail).toMatchObject({
      reference: searchParams.get('reference'),
      subject: 'zoe',
      id: 'e-9',
      email: null,
    })
    expect(end.address).not.toContain('zoe')
  })

  test('who is refused there comes back with a reason of ours, and no text of the provider', async () => {
    const end = await at.signIn(openBrowser(), 'stranger')
    expect(pathOf(end.address)).toBe('/sign-in?reason=REFUSED_AT_PROVIDER')
  })

  test('the window is told too', async () => {
    const end = await at.signIn(openBrowser(), 'stranger', { window: true })
    expect(pathOf(end.address)).toBe('/signed-in?reason=REFUSED_AT_PROVIDER')
  })

  test('an answer without a transaction, or none at all, is no blank page', async () => {
    for (const query of [
      '',
      '?code=x',
      '?state=x&code=y',
      '?error=access_denied',
      '?state=%ff',
      '?a=1&a=2',
    ]) {
      const { address, status } = await openBrowser((next) => next.includes('/sign-in')).go(
        `${at.url}/auth/callback${query}`,
      )
      expect([status, pathOf(address)], query).toEqual([
        303,
        query === '?state=%ff' ? '/sign-in?reason=FAILED' : '/sign-in?reason=TOO_LATE',
      ])
    }
  })

  test('a provider that is away stops neither the server nor the next try', async () => {
    const browser = openBrowser()
    const answer = await at.answerFor(browser, 'ana')
    at.provider.away = true
    expect(reasonOf(await browser.go(answer.href))).toBe('PROVIDER_AWAY')
    expect(await at.whoIs(browser)).toBe(401)
    at.provider.away = false
    await at.signIn(browser, 'ana')
    expect(await at.whoIs(browser)).toBe('e-1')
  })

  test('a person who is deactivated, or has no roles, gets no session', async () => {
    const { db } = at.server.database.store
    await at.addPerson({ id: 'e-5', roles: [] })
    at.provider.people.set('eve', { employee: 'e-5' })
    expect(reasonOf(await at.signIn(openBrowser(), 'eve'))).toBe('NO_ROLES')
    const deactivated_at = new Date().toISOString()
    await db
      .updateTable('person')
      .set({ deactivated_at, roles: ['reviewer'] })
      .where('id', '=', 'e-5')
      .execute()
    expect(reasonOf(await at.signIn(openBrowser(), 'eve'))).toBe('NO_ACCESS')
  })
})
