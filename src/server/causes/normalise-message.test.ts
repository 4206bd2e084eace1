import { expect, test } from 'vitest'
import { normaliseMessage, withShared } from './normalise-message.ts'

test.each([
  ['User "ana" was not found in group "Sales"', 'User ⟨name⟩ was not found in group ⟨name⟩'],
  [
    'Could not create CN=Ana López,OU=Sales,DC=example,DC=com: already there',
    'Could not create ⟨name⟩: already there',
  ],
  ['ana@example.com does not exist', '⟨address⟩ does not exist'],
  [
    'Request 6f1f2a3b-1111-4222-8333-444455556666 failed after 30 seconds',
    'Request ⟨id⟩ failed after ⟨duration⟩',
  ],
  ['connect ECONNREFUSED 10.1.2.3:636', 'connect ECONNREFUSED ⟨address⟩'],
  ['attempt 3 of 5', 'attempt ⟨number⟩ of ⟨number⟩'],
  ['locked until 2026-11-29T10:00:00Z', 'locked until ⟨time⟩'],
  ['CORP\\ana may not log on', '⟨name⟩ may not log on'],
  ["don't know the owner's name", "don't know the owner's name"],
])('%s', (message, text) => {
  expect(normaliseMessage(message).text).toBe(text)
})

test.each([
  'LDAP: error code 49 - 80090308: LdapErr: DSID-0C09042F, comment: AcceptSecurityContext error, data 532, v2580',
  'ORA-00001: unique constraint violated',
  'SQLSTATE 23505',
  'HTTP 409 Conflict',
  '404 Not Found',
  '550 5.1.1 User unknown',
  'AADSTS50034: there is no such account',
  'exit code 1',
  'Win32 error 0x8007052E',
])('a code stays: %s', (message) => {
  const { text } = normaliseMessage(message)
  for (const code of message.match(/0x\w+|AADSTS\d+|ORA-\d+|\b(?:49|532|23505|409|404|550|5\.1\.1|1)\b/g) ??
    [])
    expect(text).toContain(code)
})

test.each([
  '利用者𠮷田太郎',
  'user _𝒷ob@x.com failed',
  '"𠮷" is locked',
  '𠮷7 is locked',
  `it's 𝒷 1`,
  '\ud842 alone',
])('characters of two halves stay whole: %s', (message) => {
  const { text, key, values } = normaliseMessage(message.toWellFormed(), ['𠮷田太郎'])
  for (const part of [text, key, ...values]) expect(part.isWellFormed()).toBe(true)
})

test('a mark that somebody wrote is a name like any other', () => {
  const { text, values } = normaliseMessage('⟨name⟩ is locked by "ana"')
  expect(withShared(text, values)).toBe('⟨name⟩ is locked by "ana"')
  expect(withShared(text, [null, '"ana"'])).toBe('⟨name⟩ is locked by "ana"')
  expect(withShared(text, ['"bob"', null])).toBe('"bob" is locked by ⟨name⟩')
})

test('a name of any length may be known', () => {
  expect(normaliseMessage('is locked', ['x'.repeat(100_000)]).text).toBe('is locked')
})
