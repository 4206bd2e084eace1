import { expect, test } from 'vitest'
import { excerpt } from './excerpt.ts'

test('marks a place in a text', () => {
  expect(excerpt('state eqq "A"', 6, 9)).toEqual({ before: 'state ', marked: 'eqq', after: ' "A"' })
})

test('marks the end of a text, and white space, by a space that can be seen', () => {
  expect(excerpt('state eq', 8, 8)).toEqual({ before: 'state eq', marked: '\u00a0', after: '' })
  expect(excerpt('a  b', 1, 3)).toEqual({ before: 'a', marked: '\u00a0\u00a0', after: 'b' })
})

test('cuts what is far from the place', () => {
  const { before, marked, after } = excerpt(`${'a'.repeat(100)}X${'b'.repeat(100)}`, 100, 101)
  expect([before, marked, after]).toEqual([`…${'a'.repeat(60)}`, 'X', `${'b'.repeat(60)}…`])
})
