import { describe, expect, test } from 'vitest'
import { Result } from '#contract/reviews/result.ts'
import { stillMatches } from './moved-rows.ts'

const row = Result.parse({
  result_id: 0,
  source: { type: 'OktaUser', id: 'u1', name: 'Ada' },
  destination: { type: 'Role', id: 'r1', name: 'Admin' },
  decision: 'RESULT_DECISION_ACCEPTED',
  signed_off_state: 'NOT_SIGNED_OFF',
  notes: 'Needed for payroll',
  reviewers: [
    { user_type: 'localCookieUser', id: '1', email: 'grace@example.com', name: 'Grace Hopper' },
    { user_type: 'localCookieUser', id: '2', email: 'joan@example.com', name: 'Joan Clarke' },
  ],
})

describe('whether a row still is what was asked for', () => {
  test.each<[string | undefined, boolean]>([
    [undefined, true],
    ['decision eq "RESULT_DECISION_NONE"', false],
    ['decision eq "RESULT_DECISION_NONE" or decision eq "RESULT_DECISION_ACCEPTED"', true],
    ['notes co "PAYROLL"', true],
    ['not (notes co "payroll")', false],
    ['reviewers co "hopper"', true],
    ['reviewers eq "joan@example.com"', true],
    ['reviewers ne "joan@example.com"', false],
    ['reviewers ne "nobody@example.com" and signed_off_state eq "NOT_SIGNED_OFF"', true],
  ])('%s', (filter, expected) => {
    expect(stillMatches(filter)(row)).toBe(expected)
  })

  test.each(["notes eq 'x'", 'notes co "l\'ÉTÉ DE RENÉ"', 'reviewers eq "renée o\'neil"'])(
    'T22 %s is decided as the server does, however it is written',
    (filter) => {
      const renee = { user_type: 'localCookieUser', id: '3', email: '', name: 'Rene\u0301e\u00A0O’Neil' }
      const written = { ...row, notes: 'L’été\u202Fde René'.normalize('NFD'), reviewers: [renee] }
      expect(stillMatches(filter.replaceAll("'x'", '"l\u2018été de rené"'))(written)).toBe(true)
    },
  )

  test('a text that cannot be read keeps every row', () => {
    expect(stillMatches('decision is open')(row)).toBe(true)
  })
})
