import { expect, test } from 'vitest'
import { addressAttributes, isOwnAccess } from './self-review.ts'

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

const lists = [';', ',', '|', ' ', '; ', ' , ', '\t', '\n'].map(
  (mark) => `x@example.com${mark}ANA@example.com`,
)
const forms = [
  ...lists,
  ...lists.map((list) => ` ${list} `),
  'ana@example.com;',
  '"ana@example.com "',
  ' ana@example.com',
  'ana@example.com\u00a0',
  'Ana <ana@example.com>',
  '["x@example.com", "ana@example.com"]',
  'SMTP:ana@example.com',
  // With characters that nobody sees.
  'ana@example.com\u200b',
  'a\u00adna@exam\u2066ple.com',
  '\ufeffAna <\u200dana@example.com>',
]

test.each(forms)('T19 their email as files write it: %j', (text) => {
  const places = [
    { ...source, id: text },
    { ...source, name: text },
    ...addressAttributes.flatMap((key) => [
      { ...source, properties: { [key]: text } },
      { ...source, properties: { [key]: ['x', text] } },
    ]),
  ]
  for (const place of places) {
    expect(isOwnAccess(place, ana)).toBe(true)
    expect(isOwnAccess(place, { ...ana, email: ' ana@example.com ' })).toBe(true)
    expect(isOwnAccess(place, { ...ana, email: 'a@example.com' })).toBe(false)
  }
})

test.each([
  'diana@example.com',
  'ana@example.com.au',
  'ana@example.comx;y@example.com',
  'ana @example.com',
  "o'ana@example.com",
  'x+ana@example.com',
])("T19 another's email that holds theirs: %j", (email) => {
  expect(isOwnAccess({ ...source, properties: { email } }, ana)).toBe(false)
})

test('T19 a word of a name is nobody, even where their email is no address', () => {
  expect(isOwnAccess({ ...source, name: 'Ana Smith' }, { ...ana, email: 'smith' })).toBe(false)
})
