import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Browser, openBrowser } from '#testing/browse.ts'
import { type ProviderServer, startProviderServer } from '#testing/provider-server.ts'

let at: ProviderServer
beforeAll(async () => {
  at = await startProviderServer(inject('postgresUrl'))
  for (const [login, id] of [
    ['ana', 'e-1'],
    ['ben', 'e-2'],
  ] as const) {
    await at.addPerson({ id, roles: ['admin'] })
    at.provider.people.set(login, { employee: id })
  }
})
afterEach(() => {
  at.provider.alterTokens = undefined
})
afterAll(() => at.close())

const reasonOf = ({ address }: { readonly address: string }) => new URL(address).searchParams.get('reason')
const tokenOf = (browser: Browser) => browser.cookie(at.url, 'countersign')
/** The id token of the next sign-in says another time of the proof, or none. */
const withProofAt = (seconds: number | undefined) => {
  at.provider.alterTokens = async (answer) => {
    const { auth_time: _, ...claims } = decodeJwt(String(answer['id_token']))
    const id_token = await at.provider.sign(
      seconds === undefined ? claims : { ...claims, auth_time: seconds },
    )
    return { ...answer, id_token }
  }
}
const now = () => Math.floor(Date.now() / 1000)
const path = '/api/private/workflows/access/global_settings/global_idp_settings'
/** A setting that takes a proof of the last ten minutes. */
const change = async (browser: Browser, more: object = {}) => {
  const { status } = await browser.call('PUT', `${at.url}${path}`, { value: {}, ...more })
  return status
}

describe('proving again who one is', () => {
  test('the proof of a session is as old as it is at the provider', async () => {
    const browser = openBrowser()
    withProofAt(now() - 3600)
    await at.signIn(browser, 'ana')
    expect(await change(browser)).toBe(403)
    at.provider.alterTokens = undefined
    const before = tokenOf(browser)
    await at.signIn(browser, 'ana', { fresh: true, return_to: '/exports' })
    expect(await change(browser)).toBe(200)
    expect(tokenOf(browser)).not.toBe(before)
    const { text } = await browser.call('GET', `${at.url}/app/v1/session`)
    expect(text).toContain('e-1')
    const stale = await at.server.send('GET', '/app/v1/session', {
      'sec-fetch-site': 'same-origin',
      cookie: `countersign=${before}`,
    })
    expect(stale.status).toBe(401)
  })

  test('a provider that does not say when proves nothing fresh', async () => {
    const browser = openBrowser()
    withProofAt(undefined)
    await at.signIn(browser, 'ana')
    expect(await at.whoIs(browser)).toBe('e-1')
    expect(await change(browser)).toBe(403)
    expect(reasonOf(await at.signIn(browser, 'ana', { fresh: true }))).toBe('NOT_FRESH')
  })

  test('asks the provider to ask again, and takes no proof from before', async () => {
    const browser = openBrowser()
    await at.signIn(browser, 'ana')
    const before = tokenOf(browser)
    const { searchParams } = new URL(await at.begin(browser, { fresh: true }))
    expect([searchParams.get('max_age'), searchParams.get('prompt')]).toEqual(['0', 'login'])
    withProofAt(now() - 120)
    expect(reasonOf(await at.signIn(browser, 'ana', { fresh: true }))).toBe('NOT_FRESH')
    expect([tokenOf(browser), await at.whoIs(browser)]).toEqual([before, 'e-1'])
    expect((await at.log()).at(-1)).toMatchObject({ action: 'IDENTITY_NOT_CONFIRMED', person_id: 'e-1' })
  })

  test('by somebody else changes nothing', async () => {
    const browser = openBrowser()
    await at.signIn(browser, 'ana')
    const before = tokenOf(browser)
    browser.forget(at.provider.issuer)
    expect(reasonOf(await at.signIn(browser, 'ben', { fresh: true }))).toBe('OTHER_PERSON')
    expect([tokenOf(browser), await at.whoIs(browser)]).toEqual([before, 'e-1'])
  })

  test('who wants to be somebody else is asked by the provider, whoever is signed in there', async () => {
    const browser = openBrowser()
    await at.signIn(browser, 'ana')
    const { searchParams } = new URL(await at.begin(browser, { ask: true }))
    expect([searchParams.get('max_age'), searchParams.get('prompt')]).toEqual(['86400', 'login'])
    browser.forget(at.provider.issuer)
    const before = tokenOf(browser)
    await at.signIn(browser, 'ben', { ask: true })
    expect(await at.whoIs(browser)).toBe('e-2')
    const cookie = `countersign=${before}`
    const stale = await at.server.send('GET', '/app/v1/session', { 'sec-fetch-site': 'same-origin', cookie })
    expect(stale.status).toBe(401)
  })

  test('takes a session', async () => {
    const { status } = await openBrowser().call('POST', `${at.url}/app/v1/sign_in:oidc`, { fresh: true })
    expect(status).toBe(401)
  })

  test('the setting of the provider is of no single workflow', async () => {
    const browser = openBrowser()
    await at.signIn(browser, 'ana')
    expect(await change(browser, { workflow_id: 'w' })).toBe(400)
  })
})
