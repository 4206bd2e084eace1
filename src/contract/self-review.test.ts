import { expect, test } from 'vitest'
import { isOwnAccess } from './self-review.ts'

const ana = { user_type: 'OktaUser', id: 'okta-1', email: 'Ana@Example.com' }
const source = { type: 'OktaUser', id: 'okta-2', name: 'someone', properties: {} }

test.each([
  ['their record', { ...source, id: 'okta-1' }, true],
  ['the same id under another type', { ...source, type: 'AzureADUser', id: 'okta-1' }, false],
  ['their email as its id', { ...source, id: 'ana@example.com' }, true],
  ['their email as its name', { ...source, name: 'ANA@example.com' }, true],
  ['their email', { ...source, properties: { email: 'ana@example.com' } }, true],
  ['one of their emails', { ...source, properties: { email_addresses: ['x', 'ana@example.com'] } }, true],
  ['a number for an email', { ...source, properties: { email: 7 } }, false],
  ["somebody else's", { ...source, properties: { email: 'ana@example.org' } }, false],
])('%s', (_, given, own) => {
  expect(isOwnAccess(given, ana)).toBe(own)
})

test('nobody without an email owns what has none', () => {
  expect(isOwnAccess({ ...source, name: '', properties: { email: '' } }, { ...ana, email: '' })).toBe(false)
})
