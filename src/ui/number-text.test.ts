import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberText, sizeText } from './number-text.ts'

test('whole numbers are written as English writes them', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (number) => {
      expect(numberText(number)).toBe(number.toLocaleString('en'))
    }),
  )
  expect(numberText(0)).toBe('0')
})

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 KB'],
  [99_949, '99.9 KB'],
  [99_950, '100 KB'],
  [999_499, '999 KB'],
  [999_500, '1.0 MB'],
  [3_210_000, '3.2 MB'],
  [5_368_709_120, '5.4 GB'],
  [2e15, '2,000 TB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
