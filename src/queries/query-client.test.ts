import { expect, test } from 'vitest'
import { ApiError, mismatchError, networkError } from '#client/api-error.ts'
import { noFailure } from '#contract/errors.ts'
import { retryDelay, shouldRetry } from './query-client.ts'

const status = (code: number) => new ApiError(noFailure(code))

test.each([
  ['no answer', networkError(), true],
  ['429', status(429), true],
  ['503', status(503), true],
  ['400', status(400), false],
  ['401', status(401), false],
  ['403', status(403), false],
  ['404', status(404), false],
  ['a reply that does not match', mismatchError('listActionEvents', 200), false],
  ['a mistake in the page', new TypeError('x is undefined'), false],
])('%s is tried again: %s', (_, error, again) => {
  expect(shouldRetry(0, error)).toBe(again)
  expect(shouldRetry(3, error)).toBe(false)
})

test('the server says how long to wait, else it doubles from half a second', () => {
  expect(retryDelay(0, new ApiError(noFailure(429), 7000))).toBe(7000)
  expect([0, 1, 2].map((failures) => retryDelay(failures, networkError()))).toEqual([500, 1000, 2000])
})
