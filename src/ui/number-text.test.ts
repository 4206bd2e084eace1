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
  [104_857, '104,857 bytes'],
  [104_858, '0.1 MiB'],
  [1_048_576, '1.0 MiB'],
  [2_621_440, '2.5 MiB'],
  [5_368_709_120, '5,120.0 MiB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
