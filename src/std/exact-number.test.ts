import { expect, test } from 'vitest'
import { isExactNumber } from './exact-number.ts'

test.each([
  '1e-400',
  '-1e-400',
  '1.99999999999999999',
  '0.99999999999999999999',
  '2.00000000000000000000001e0',
  '1.50000000000000000000001',
  '0.10000000000000000001',
  '9007199254740993',
  '-9007199254740993',
  '10000000000000000000001',
  '1e999',
  '-1e999',
  '1e-99999999999999999999',
])('%s would be another number', (literal) => {
  expect(isExactNumber(literal)).toBe(false)
})

test.each([
  '0',
  '-0',
  '-0.00',
  '0e-400',
  '0e99999999999999999999',
  '1.0',
  '2e0',
  '120e-1',
  '1.50',
  '0.1',
  '0.30000000000000004',
  '9007199254740992',
  '10000000000000000000000',
  '1.7976931348623157e+308',
  '5e-324',
  '-2147483648',
])('%s is kept', (literal) => {
  expect(isExactNumber(literal)).toBe(true)
})

test('zeros count, however many', () => {
  const zeros = '0'.repeat(1_000_000)
  expect(isExactNumber(`1${zeros}1e-1000000`)).toBe(false)
  expect(isExactNumber(`0.${zeros}1e1000001`)).toBe(true)
})
