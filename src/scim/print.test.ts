import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { filters, withoutSpans } from './trees.test-helper.ts'

// Thousands of cases: five seconds are not enough on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const unlimited = { length: Infinity, depth: Infinity, clauses: Infinity }

test('what is printed reads back as the same tree', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(withoutSpans(parse(print(filter), unlimited))).toStrictEqual(filter)
    }),
    { numRuns: 5000 },
  )
})

test.each([
  ['a pr and b pr or c pr', 'a pr and b pr or c pr'],
  ['(a pr and b pr) or (c pr)', 'a pr and b pr or c pr'],
  ['a pr and (b pr or c pr)', 'a pr and (b pr or c pr)'],
  ['(a pr and b pr) and c pr', '(a pr and b pr) and c pr'],
  ['a pr or (b pr or c pr)', 'a pr or (b pr or c pr)'],
  ['NOT(a PR)', 'not (a pr)'],
  ['not (not ((a pr)))', 'not (not (a pr))'],
  ['not (a pr and b pr)', 'not (a pr and b pr)'],
  ['emails [ (type EQ "work") ]', 'emails[type eq "work"]'],
  ['urn:x:Y:name.first  eq\t"\\u0041\\/"', 'urn:x:Y:name.first eq "A/"'],
  ['n eq -10.0e+01', 'n eq -100'],
  ['n eq -0', 'n eq 0'],
  ['a eq "\\u2028\\u007f\\n"', 'a eq "\u2028\u007f\\n"'],
])('%s prints as %s', (text, printed) => {
  expect(print(parse(text))).toBe(printed)
})

test('a number that JSON cannot write is not printed as something else', () => {
  for (const value of [Number.NaN, Infinity]) {
    expect(() => print({ kind: 'cmp', path: { name: 'a' }, op: 'eq', value })).toThrow(RangeError)
  }
})
