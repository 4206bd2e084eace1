import { expect, test } from 'vitest'
import { otherCases } from './other-cases.ts'

test.each([
  ['Joiner', ['joiner', 'JOINER']],
  ['joinER', ['Joiner', 'joiner', 'JOINER']],
  ['Join', []],
  ['', []],
])('T48 what differs from %j only in case', (text, others) => {
  expect(otherCases(text, ['Joiner', 'joiner', 'Leaver', 'JOINER', ''])).toEqual(others)
})
