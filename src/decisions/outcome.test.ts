import { expect, test } from 'vitest'
import { networkError } from '#client/api-error.ts'
import { type Failure, noFailure } from '#contract/errors.ts'
import { aResult } from '#testing/result.ts'
import { outcomeOf } from './outcome.ts'

const current = { value: aResult({ version: 7 }), entries: [] }

const cases: readonly (readonly [string | number, Failure, object])[] = [
  ['no answer', networkError().failure, { kind: 'again' }],
  ...[408, 409, 429, 500, 502, 503, 504].map(
    (status) => [status, noFailure(status), { kind: 'again' }] as const,
  ),
  [401, noFailure(401), { kind: 'pause', why: 'signed out' }],
  [
    'a session that is not given',
    { ...noFailure(403), code: 'session-refused' },
    { kind: 'pause', why: 'signed out' },
  ],
  ['another account', { ...noFailure(403), code: 'OtherAccount' }, { kind: 'pause', why: 'other account' }],
  [412, { ...noFailure(412), current }, { kind: 'met', current }],
  ['412 that cannot be read', noFailure(412), { kind: 'refused' }],
  ...[400, 403, 404, 410, 413, 422, 426, 428].map(
    (status) => [status, noFailure(status), { kind: 'refused' }] as const,
  ),
  [
    'an answer that is not the contract’s',
    { ...noFailure(200), code: 'contract-mismatch' },
    { kind: 'refused' },
  ],
  ['a mistake of the page', { ...noFailure(0), code: 'page' }, { kind: 'refused' }],
]

test.each(cases)('T08 %s', (_, failure, outcome) => {
  expect(outcomeOf(failure)).toMatchObject(outcome)
})
