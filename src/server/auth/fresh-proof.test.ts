import { expect, test } from 'vitest'
import type { Actor, SessionFacts } from '#contract/permissions.ts'
import { aUser } from '#testing/review-data.ts'
import { problemFrom } from '#testing/refusals.ts'
import { requireFreshProof } from './fresh-proof.ts'

const now = new Date('2026-11-29T12:00:00Z')
const person = { id: 'user:x:ana', name: 'Ana', user: aUser('ana'), roles: ['admin'] } as const
const session = (authenticated_at: string, method: SessionFacts['method'] = 'password'): Actor => ({
  ...person,
  via: 'session',
  session: {
    id: 's',
    method,
    stage: 'complete',
    authenticated_at,
    last_used_at: authenticated_at,
    expires_at: '2026-11-30T00:00:00Z',
  },
})
const key: Actor = { ...person, via: 'key', scopes: [] }

test('a proof of more than ten minutes ago is refused, under a code of its own', () => {
  const refusal = problemFrom(() => requireFreshProof(session('2026-11-29T11:49:59.999Z'), now))
  expect(refusal.code).toBe('FreshProofRequired')
})

test.each([
  ['a proof of ten minutes ago', session('2026-11-29T11:50:00Z')],
  ['one by a provider', session('2026-11-29T11:55:00Z', 'oidc')],
  ['the open entrance, where there is nothing to prove', session('2026-11-29T02:00:00Z', 'entrance')],
  ['an API key', key],
])('%s is enough', (_, actor) => {
  expect(() => requireFreshProof(actor, now)).not.toThrow()
})
