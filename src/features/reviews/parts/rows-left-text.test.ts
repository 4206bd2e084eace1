import { expect, test } from 'vitest'
import { ownRowsLeft, rowsLeft, rowsLeftText } from './rows-left-text.ts'

test('T39 what is left to decide and what is left to sign off are two numbers, each with its name', () => {
  const all = { total_result_count: 20_000, total_complete_count: 4_935, total_signed_off_count: 2_812 }
  expect(rowsLeftText(rowsLeft(all))).toBe('15,065 to decide, 2,123 to sign off')
  const own = { my_rows: 20_000, my_decided_rows: 4_935, my_open_rows: 17_188 }
  expect(ownRowsLeft(own)).toEqual(rowsLeft(all))
})

test.each([
  [{ toDecide: 3, toSignOff: 0 }, '3 to decide'],
  [{ toDecide: 0, toSignOff: 1 }, '1 to sign off'],
  [{ toDecide: 0, toSignOff: 0 }, ''],
])('T39 %j is said as %j', (left, text) => {
  expect(rowsLeftText(left)).toBe(text)
})
