import { expect, test } from 'vitest'
import { counted } from './counted.ts'

test('T19 one of something stands in the singular, any other number does not', () => {
  expect([0, 1, 2, 2412].map((count) => counted(count, 'line'))).toEqual([
    '0 lines',
    '1 line',
    '2 lines',
    '2,412 lines',
  ])
  expect([1, 2].map((count) => counted(count, 'person', 'people'))).toEqual(['1 person', '2 people'])
})
