import { expect, test } from 'vitest'
import { Certification } from '#contract/reviews/certification.ts'
import type { Role } from '#contract/permissions.ts'
import { defaultSettings } from '#contract/reviews/review-settings.ts'
import { aPerson, aResult } from '#testing/result.ts'
import { mayChangeRows } from '../state/review-provider.ts'
import { coversOf, mayIncludeOthers } from './others.ts'

const certification = Certification.parse({
  certification_id: 'c1',
  workflow_id: 'w1',
  state: 'CERT_STATE_IN_PROGRESS',
})
const viewer = (role: Role, own = false, staff_decides = false) => ({
  certification,
  user: aPerson('me'),
  roles: [role],
  own,
  isOthers: false,
  settings: { ...defaultSettings(), staff_decides: { staff_decides } },
})
const [mine, others] = [aResult({ reviewers: [aPerson('me')] }), aResult({ reviewers: [aPerson('other')] })]

test.each([
  ['an admin', viewer('admin'), false, [true, false]],
  ['an admin who includes others', viewer('admin'), true, [true, true]],
  ['an operator of the review', viewer('operator', true, true), false, [true, false]],
  ['an operator, whom the rules hold back', viewer('operator', true), false, [true, true]],
  ['an operator of another', viewer('operator'), false, [true, true]],
  ['a reviewer, whom the rules hold back', viewer('reviewer'), false, [true, true]],
])('T37 keys, counts and sign-offs of %s cover their own rows, or all', (_, one, include, covered) => {
  expect([mine, others].map(coversOf(one, include))).toEqual(covered)
})

test('T18 a superseded review offers nothing on its rows, to nobody', () => {
  const superseded = { ...certification, state: 'CERT_STATE_SUPERSEDED' }
  for (const one of [viewer('admin'), viewer('operator', true), viewer('reviewer')]) {
    expect(mayChangeRows(one)).toBe(true)
    expect(mayChangeRows({ ...one, certification: superseded })).toBe(false)
    expect(mayIncludeOthers({ ...one, certification: superseded })).toBe(false)
  }
})

test('T37 only who runs a review, and may decide them, is offered the rows of others', () => {
  const offered = [
    viewer('admin'),
    viewer('operator', true, true),
    viewer('operator', true),
    viewer('operator', false, true),
    viewer('reviewer', false, true),
  ]
  expect(offered.map(mayIncludeOthers)).toEqual([true, true, false, false, false])
})
