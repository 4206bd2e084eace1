import { expect, test } from 'vitest'
import { createOutboxIdentities } from './outbox-identity.ts'

const actors = Buffer.alloc(32, 1)
const keys = Buffer.alloc(32, 2)
const ada = { id: 'user:localCookieUser:ada' }

test('T08 a person stays who they are when the keys are changed, and is nobody known when the other secret is', () => {
  const now = createOutboxIdentities({ actors, keys }).identityOf(ada)
  const newKeys = createOutboxIdentities({ actors, keys: Buffer.alloc(32, 3) }).identityOf(ada)
  const newActors = createOutboxIdentities({ actors: Buffer.alloc(32, 3), keys }).identityOf(ada)
  expect(newKeys.actor).toBe(now.actor)
  expect(newKeys.key).not.toBe(now.key)
  expect(newActors.actor).not.toBe(now.actor)
  expect(now.actor).toMatch(/^[\w-]{22}$/)
})
