import { expect, test } from 'vitest'
import { rowAfterKey } from './grid-keys.ts'

test.each([
  ['ArrowDown', 5, 6],
  ['ArrowDown', 99, 99],
  ['ArrowUp', 5, 4],
  ['ArrowUp', 0, 0],
  ['PageDown', 5, 25],
  ['PageDown', 90, 99],
  ['PageUp', 25, 5],
  ['PageUp', 5, 0],
  ['Home', 50, 0],
  ['End', 50, 99],
  ['a', 50, undefined],
  ['toString', 50, undefined],
])('%s moves from row %d of 100 to row %s', (key, active, to) => {
  expect(rowAfterKey(key, active, 100, 20)).toBe(to)
})
