import { expect, test } from 'vitest'
import { rowAfterKey, scrollTo } from './grid-keys.ts'

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
  expect(rowAfterKey(key, { active, count: 100, page: 20, firstInView: 0 })).toBe(to)
})

test.each([
  ['ArrowDown', 40],
  ['ArrowUp', 40],
  ['PageDown', 40],
  ['Home', 0],
  ['End', 99],
])('T05 where no row is marked, %s marks row %d, of which 40 is the first in view', (key, to) => {
  expect(rowAfterKey(key, { active: undefined, count: 100, page: 20, firstInView: 40 })).toBe(to)
})

// Ten rows of 36 pixels in view.
const view = { scrollTop: 720, inView: 360, rowHeight: 36 }

test.each([
  ['well inside', 25, 720],
  ['the last with three rows below', 26, 720],
  ['with two rows below', 27, 756],
  ['just below the view', 30, 864],
  ['the first with three rows above', 23, 720],
  ['with two rows above', 22, 684],
  ['above the view', 10, 252],
  ['near the top of the list', 2, 0],
])('T06 a row %s has three rows above and below it', (_name, row, scrolled) => {
  expect(scrollTo(view, row)).toBe(scrolled)
})

test('T06 a view too low for three rows to each side keeps the row itself in view', () => {
  const low = { scrollTop: 0, inView: 100, rowHeight: 36 }
  const scrolled = scrollTo(low, 10)
  expect(scrolled).toBeLessThanOrEqual(10 * 36)
  expect(scrolled + 100).toBeGreaterThanOrEqual(11 * 36)
})
