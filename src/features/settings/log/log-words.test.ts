import { expect, test } from 'vitest'
import { detailWords } from './log-words.ts'

test.each([
  [{ method: 'password', by: 'code' }, 'with a password · by a code'],
  [{ reason: 'FIRST_ADMIN', sessions: 2 }, 'because there is an admin who can sign in · sessions: 2'],
  [{ keys: 0, reason: 'IMPORT', sessions: 0 }, 'because real data was imported'],
  [{ after: ['admin'], before: [] }, 'before: no role · after: admin'],
  [{ reason: 'WRONG_PASSWORDS', address: '::1' }, 'after ten wrong passwords · address: ::1'],
  [{ reason: 'SOMETHING_NEW' }, 'reason: SOMETHING_NEW'],
])('%j of an entry is told in words', (detail, words) => {
  expect(detailWords(detail)).toBe(words)
})
