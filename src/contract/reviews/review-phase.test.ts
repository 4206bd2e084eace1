import { expect, test } from 'vitest'
import { gracePeriod, nextPhaseChange, phaseOf } from './review-phase.ts'

const at = '2026-03-02T10:00:00Z'
const then = Date.parse(at)
const open = {
  state: 'CERT_STATE_IN_PROGRESS',
  published: true,
  due_date: null,
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
  ['in progress', { ...open, due_date: at }, then - 1],
  ['expired, in grace', { ...open, due_date: at }, then],
  ['expired', { ...open, due_date: at }, then + gracePeriod],
  ['draft', { ...open, due_date: at, published: false }, then],
  ['searching', { ...open, due_date: at, state: 'CERT_STATE_SEARCHING' }, then],
  ['completed, in grace', completed, then + gracePeriod - 1],
  ['completed', completed, then + gracePeriod],
  ['completed, in grace', { ...completed, expired_at: '2025-01-01T00:00:00Z' }, then],
] as const)('T15 %s', (phase, certification, now) => {
  expect(phaseOf(certification, now)).toBe(phase)
})

test('T15 the next change of a phase is the due time, then the end of its grace', () => {
  const due = { ...open, due_date: at }
  expect(nextPhaseChange(due, then - 1)).toBe(then)
  expect(nextPhaseChange(due, then)).toBe(then + gracePeriod)
  expect(nextPhaseChange(due, then + gracePeriod)).toBeUndefined()
  expect(nextPhaseChange(completed, then)).toBe(then + gracePeriod)
  expect(nextPhaseChange(open, then)).toBeUndefined()
})
