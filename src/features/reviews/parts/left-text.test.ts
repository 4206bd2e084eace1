import { expect, test } from 'vitest'
import { leftText } from './left-text.ts'

const counts = { total_result_count: 40, total_complete_count: 6, total_signed_off_count: 2 }
const whole = { ...counts, counts_cover: 'all' as const }
const context = { my_rows: 3, my_decided_rows: 1, my_open_rows: 2 }

test('T39 while a review goes on what is left is told of the rows that are looked at', () => {
  expect(leftText(whole, context, 'own', 'in progress')).toBe('2 to decide of yours')
  expect(leftText(whole, context, 'all', 'in progress')).toBe(
    '34 to decide, 4 to sign off; of yours 2 to decide',
  )
})

test.each(['own', 'all'] as const)(
  'T39 once it is over what was left is told of the whole, where %s was looked at',
  (covered) => {
    expect(leftText(whole, context, covered, 'expired, in grace')).toBe('38 not signed off')
  },
)
