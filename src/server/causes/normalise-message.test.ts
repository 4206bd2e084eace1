import { expect, test } from 'vitest'
import { normaliseMessage } from './normalise-message.ts'

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
