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

test.each([
  ['email', 'Email'],
  ['email', 'E-Mail'],
  ['mail', 'MAIL'],
  ['email_addresses', 'emailAddresses'],
  ['user_principal_name', 'User_Principal_Name'],
  ['user_principal_name', 'userPrincipalName'],
  ['idp_unique_id', 'IDP_Unique_Id'],
])('T19 an attribute is meant as %s however its name is written: %s', (_, name) => {
  const properties = { department: 'Sales', email: 'x@example.com', [name]: 'ana@example.com' }
  expect(isOwnAccess({ ...source, properties }, ana)).toBe(true)
  expect(isOwnAccess({ ...source, properties: { [`${name}_of_manager`]: 'ana@example.com' } }, ana)).toBe(
    false,
  )
})

test('T19 an account that says the id of a person in the directory is theirs', () => {
  const account = (name: string, value: unknown) => ({
    ...source,
    type: 'AwsUser',
    properties: { [name]: value },
  })
  for (const name of ['idp_unique_id', 'Idp_Unique_ID'])
    for (const value of ['okta-1', ' OKTA-1 ', ['x', 'okta-1']])
      expect(isOwnAccess(account(name, value), ana)).toBe(true)
  expect(isOwnAccess(account('idp_unique_id', 'okta-12'), ana)).toBe(false)
  expect(isOwnAccess(account('badge', 'okta-1'), ana)).toBe(false)
  expect(isOwnAccess(account('idp_unique_id', 'okta-1'), { ...ana, user_type: 'localCookieUser' })).toBe(
    false,
  )
  expect(isOwnAccess(account('idp_unique_id', ''), { ...ana, id: '' })).toBe(false)
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
