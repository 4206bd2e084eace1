import { expect, test } from 'vitest'
import { createSealing } from './sealing.ts'

test('a sealed text opens whole, for its own use, with its own key', () => {
  const { seal, open } = createSealing(Buffer.alloc(32, 1))
  const sealed = seal('a secret 💡', 'totp ana')
  expect(open(sealed, 'totp ana')).toBe('a secret 💡')
  expect(open(sealed, 'totp ben')).toBeUndefined()
  expect(createSealing(Buffer.alloc(32, 2)).open(sealed, 'totp ana')).toBeUndefined()
  expect(open(sealed.subarray(0, 20), 'totp ana')).toBeUndefined()
  for (const at of [0, 13, 29]) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(open(changed, 'totp ana'), String(at)).toBeUndefined()
  }
  expect(sealed.includes('secret')).toBe(false)
  expect(seal('a secret 💡', 'totp ana').equals(sealed)).toBe(false)
})
