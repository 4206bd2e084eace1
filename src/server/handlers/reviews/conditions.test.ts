import { describe, expect, test } from 'vitest'
import { Refused } from '../../refused.ts'
import { conditionsOf, fingerprintOf } from './conditions.ts'

const asked = { value: { result_id: 1 } }
const headers = (ifMatch: string | undefined, idempotencyKey: string | undefined) => ({
  ifMatch,
  idempotencyKey,
})

function fieldOf(run: () => unknown): string | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof Refused) return error.problem.violations?.[0]?.field
    throw error
  }
  return 'nothing was refused'
}

describe('If-Match', () => {
  test.each([
    ['"7"', 7],
    ['W/"7"', 7],
    ['*', undefined],
    [undefined, undefined],
  ])('%s is version %s', (header, version) => {
    expect(conditionsOf(headers(header, undefined), false, asked).version).toBe(version)
  })

  test.each(['7', '""', '"seven"', '"-1"', '"7", "8"', 'w/"7"', '"7', '"1234567890"', ''])(
    '%j is refused',
    (header) => {
      expect(fieldOf(() => conditionsOf(headers(header, undefined), false, asked))).toBe('If-Match')
    },
  )
})

describe('Idempotency-Key', () => {
  test.each(['12345678', 'a b~c!d"e', 'x'.repeat(200)])('%j is taken', (key) => {
    expect(conditionsOf(headers(undefined, key), false, asked).key).toBe(key)
  })

  test.each(['', '1234567', 'x'.repeat(201), 'tab\tinside', 'schlüssel'])('%j is refused', (key) => {
    expect(fieldOf(() => conditionsOf(headers(undefined, key), false, asked))).toBe('Idempotency-Key')
  })
})

test('where both are required, a missing one is named', () => {
  expect(fieldOf(() => conditionsOf(headers(undefined, '12345678'), true, asked))).toBe('If-Match')
  expect(fieldOf(() => conditionsOf(headers('"1"', undefined), true, asked))).toBe('Idempotency-Key')
  expect(conditionsOf(headers('"1"', '12345678'), true, asked)).toMatchObject({ version: 1, key: '12345678' })
})

describe('the fingerprint', () => {
  test('does not depend on the order of keys', () => {
    const one = { a: 1, b: { c: [1, { d: 2, e: 3 }], f: 'x' } }
    const other = { b: { f: 'x', c: [1, { e: 3, d: 2 }] }, a: 1 }
    expect(fingerprintOf(one)).toEqual(fingerprintOf(other))
  })

  test('depends on the version seen, and on everything that is asked for', () => {
    const of = (ifMatch: string, value: unknown) =>
      conditionsOf(headers(ifMatch, undefined), false, value).fingerprint.toString('hex')
    const all = [of('"1"', asked), of('"2"', asked), of('*', asked), of('"1"', { value: { result_id: 2 } })]
    expect(new Set(all).size).toBe(4)
  })
})
