import { expect, test } from 'vitest'
import { Certification } from '#contract/reviews/certification.ts'
import type { Role } from '#contract/permissions.ts'
import { defaultSettings } from '#contract/reviews/review-settings.ts'
import { aPerson, aResult } from '#testing/result.ts'
import { mayChangeRows } from '../table/kit.ts'
import { coversOf, mayIncludeOthers } from './others.ts'

const certification = Certification.parse({
  certification_id: 'c1',
  workflow_id: 'w1',
  state: 'CERT_STATE_IN_PROGRESS',
})
const reader = (role: Role, own = false, staff_decides = false) => ({
  certification,
  user: aPerson('me'),
  roles: [role],
  own,
  settings: { ...defaultSettings(), staff_decides: { staff_decides } },
})
const [mine, others] = [aResult({ reviewers: [aPerson('me')] }), aResult({ reviewers: [aPerson('other')] })]

test.each([
  ['an admin', reader('admin'), false, [true, false]],
  ['an admin who includes others', reader('admin'), true, [true, true]],
  ['an operator of the review', reader('operator', true, true), false, [true, false]],
  ['an operator, whom the rules hold back', reader('operator', true), false, [true, true]],
  ['an operator of another', reader('operator'), false, [true, true]],
  ['a reviewer, whom the rules hold back', reader('reviewer'), false, [true, true]],
])('T37 keys, counts and sign-offs of %s cover their own rows, or all', (_, one, include, covered) => {
  expect([mine, others].map(coversOf(one, include))).toEqual(covered)
})

test('T18 a superseded review offers nothing on its rows, to nobody', () => {
  const superseded = { ...certification, state: 'CERT_STATE_SUPERSEDED' }
  for (const one of [reader('admin'), reader('operator', true), reader('reviewer')]) {
    expect(mayChangeRows(one)).toBe(true)
    expect(mayChangeRows({ ...one, certification: superseded })).toBe(false)
    expect(mayIncludeOthers({ ...one, certification: superseded })).toBe(false)
  }
})

test('T37 only who runs a review, and may decide them, is offered the rows of others', () => {
  const offered = [
    reader('admin'),
    reader('operator', true, true),
    reader('operator', true),
    reader('operator', false, true),
    reader('reviewer', false, true),
  ]
  expect(offered.map(mayIncludeOthers)).toEqual([true, true, false, false, false])
})
