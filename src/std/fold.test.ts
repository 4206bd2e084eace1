import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { fold, otherCases } from './fold.ts'

// Thousands of cases: five seconds are not enough on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

/** The rule as it is written down: each code point by itself, and a dotted capital I becomes a plain i. */
function foldByTheBook(text: string): string {
  return Array.from(text, (letter) => (letter === 'İ' ? 'i' : letter.toLowerCase())).join('')
}

test.each([
  ['Smith', 'smith'],
  ['ÀÉŁ', 'àéł'],
  ['İstanbul', 'istanbul'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['ΣΑΣ', 'σασ'],
  ['ος', 'ος'],
  ['Straße', 'straße'],
  ['ẞ', 'ß'],
  ['\u212A', 'k'],
  ['\u212B', 'å'],
  ['ИВАНОВ', 'иванов'],
  ['𐐀', '𐐨'],
  ['', ''],
])('folds %s to %s', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

test('a letter folds the same way wherever it stands, and stays one code point', () => {
  const letter = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Σ', 'İ', 'ς', 'I', 'ß', 'A', ' ', '.'),
  )
  fc.assert(
    fc.property(fc.array(letter), (letters) => {
      const text = letters.join('')
      expect(fold(text)).toBe(foldByTheBook(text))
      expect(Array.from(fold(text))).toHaveLength(Array.from(text).length)
      expect(fold(fold(text))).toBe(fold(text))
    }),
    { numRuns: 2000 },
  )
})

test('every code point but the dotted capital I has a lower case of one code point', () => {
  const longer: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    const letter = String.fromCodePoint(code)
    if (Array.from(letter.toLowerCase()).length !== 1) longer.push(letter)
  }
  expect(longer).toEqual(['İ'])
})

test.each([
  ['Joiner', ['joiner', 'JOINER']],
  ['joinER', ['Joiner', 'joiner', 'JOINER']],
  ['Join', []],
  ['', []],
])('T48 what differs from %j only in case', (text, others) => {
  expect(otherCases(text, ['Joiner', 'joiner', 'Leaver', 'JOINER', ''])).toEqual(others)
})
