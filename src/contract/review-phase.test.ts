import { expect, test } from 'vitest'
import { gracePeriod, phaseOf } from './review-phase.ts'

const at = '2026-03-02T10:00:00Z'
const then = Date.parse(at)
const open = {
  state: 'CERT_STATE_IN_PROGRESS',
  published: true,
  expired_at: null,
  completed_at: null,
  error_reason: '',
}
const completed = { ...open, state: 'CERT_STATE_COMPLETED', completed_at: at }

test.each([
  ['searching', { ...open, state: 'CERT_STATE_SEARCHING' }, then],
  ['failed', { ...open, state: 'CERT_STATE_SEARCHING', error_reason: 'no access' }, then],
  ['draft', { ...open, published: false }, then],
  ['in progress', open, then],
  ['expired, in grace', { ...open, expired_at: at }, then + gracePeriod - 1],
  ['expired', { ...open, expired_at: at }, then + gracePeriod],
  ['completed, in grace', completed, then + gracePeriod - 1],
  ['completed', completed, then + gracePeriod],
  ['completed, in grace', { ...completed, expired_at: '2025-01-01T00:00:00Z' }, then],
] as const)('%s', (phase, certification, now) => {
  expect(phaseOf(certification, now)).toBe(phase)
})
