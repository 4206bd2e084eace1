import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProvider, type TestProvider } from '#testing/oidc-provider.ts'
import { createProvider } from './provider.ts'

const publicUrl = 'http://127.0.0.1:4870'
let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider(publicUrl)
})
afterAll(() => provider.close())

const of = (issuer: string) => {
  const { clientId, clientSecret } = provider
  return createProvider({ issuer, clientId, clientSecret, scopes: 'openid', wantedClaims: [] }, publicUrl)
}
const proofs = { state: 'a', nonce: 'b', codeVerifier: 'c'.repeat(43) }

test('a provider is what it calls itself, character by character', async () => {
  expect(await of(provider.issuer).signInUrl(proofs, 'known')).toContain(`${provider.issuer}/auth?`)
  const longer = of(`${provider.issuer}/`).signInUrl(proofs, 'known')
  await expect(longer).rejects.toMatchObject({
    reason: 'PROVIDER_AWAY',
    detail: expect.stringContaining('issuer'),
  })
})

test('nothing is asked before somebody signs in, and it is asked again where it failed', async () => {
  provider.away = true
  const known = of(provider.issuer)
  await expect(known.signInUrl(proofs, 'known')).rejects.toMatchObject({ reason: 'PROVIDER_AWAY' })
  provider.away = false
  const asked = await Promise.all([1, 2].map(() => known.signInUrl(proofs, 'known')))
  expect(asked.every((url) => url.startsWith(provider.issuer))).toBe(true)
  provider.away = true
  expect(await known.signInUrl(proofs, 'known')).toContain(provider.issuer)
  provider.away = false
})

test('one that is not there is told without a word of its answer', async () => {
  const gone = await startProvider(publicUrl)
  await gone.close()
  await expect(of(gone.issuer).signInUrl(proofs, 'known')).rejects.toMatchObject({
    reason: 'PROVIDER_AWAY',
    detail: expect.stringMatching(/^TypeError, [A-Z]+$/),
  })
})
