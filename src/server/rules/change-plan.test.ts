import { describe, expect, test } from 'vitest'
import type { ForcedChange } from '#contract/reviews/result.ts'
import { defaultSettings } from '#contract/reviews/review-settings.ts'
import { Refused } from '../refused.ts'
import { type ActorRuleInput, planChange, type RowState, verdictOn } from './change-plan.ts'
import { stepsOf } from './change-steps.ts'

const row: RowState = {
  decision: 'RESULT_DECISION_NONE',
  notes: 'before',
  reviewers: [],
  signedOff: false,
  notification_status: 'UNKNOWN',
  notification_response_infos: [],
}
const reviewer: ActorRuleInput = {
  phase: 'in progress',
  roles: ['reviewer'],
  assigned: true,
  own: false,
  self: false,
  settings: defaultSettings(),
}
const steps = (change: Omit<ForcedChange, 'result_id'>, forced = false) =>
  stepsOf({ result_id: 0, ...change }, forced)

describe('the steps of a change', () => {
  test('come in the order in which they are done', () => {
    const change = {
      signed_off_state: 'SIGNED_OFF',
      reviewers: [],
      notes: 'why',
      decision: 'RESULT_DECISION_REJECTED',
    } as const
    expect(steps({ ...change, reviewers: [] }).map((step) => step.kind)).toEqual([
      'decision',
      'unassign',
      'sign off',
    ])
  })

  test('begin with the undoing of a sign-off when forced', () => {
    const change = { decision: 'RESULT_DECISION_NONE', signed_off_state: 'NOT_SIGNED_OFF' } as const
    expect(steps(change, true).map((step) => step.kind)).toEqual(['undo sign-off', 'decision'])
    expect(steps(change).map((step) => step.kind)).toEqual(['decision', 'stay unsigned'])
  })

  test('are never none', () => {
    for (const change of [{}, { notes: '' }, { reason: 'because' }])
      expect(() => steps(change, true)).toThrow(Refused)
  })
})

describe('a verdict', () => {
  test('judges each step on what the ones before it left', () => {
    const both = { decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' } as const
    expect(verdictOn(steps(both), row, reviewer, false)).toBeUndefined()
    expect(verdictOn(steps({ signed_off_state: 'SIGNED_OFF' }), row, reviewer, false)?.message).toBe(
      'A row needs a decision before it can be signed off.',
    )
    const undone = { signed_off_state: 'NOT_SIGNED_OFF', notes: 'again' } as const
    const admin: ActorRuleInput = { ...reviewer, roles: ['admin'], assigned: false }
    const signed: RowState = { ...row, decision: 'RESULT_DECISION_ACCEPTED', signedOff: true }
    expect(verdictOn(steps(undone, true), signed, admin, true)).toBeUndefined()
    expect(verdictOn(steps({ notes: 'again' }, true), signed, admin, true)?.code).toBe('FailedPrecondition')
  })
})

describe('a plan', () => {
  test.each([
    ['a decision alone keeps the note', { decision: 'RESULT_DECISION_ACCEPTED' }, 'before', ''],
    ['an empty one is absent', { decision: 'RESULT_DECISION_ACCEPTED', notes: '' }, 'before', ''],
    ['one with it replaces it', { decision: 'RESULT_DECISION_ACCEPTED', notes: 'ok' }, 'ok', 'ok'],
    ['a blank clears it', { decision: 'RESULT_DECISION_ACCEPTED', notes: ' \n' }, '', ' '],
    [
      'T25 so does one of nothing visible',
      { decision: 'RESULT_DECISION_ACCEPTED', notes: '\u200b\u2800' },
      '',
      ' ',
    ],
  ] as const)('%s', (_, change, notes, note) => {
    const plan = planChange(steps(change), row)
    expect(plan.row).toEqual({ ...row, decision: 'RESULT_DECISION_ACCEPTED', notes })
    expect(plan.entries).toEqual([
      { action: 'DECISION', detail: { decision_detail: { decision: 'RESULT_DECISION_ACCEPTED', note } } },
    ])
  })

  test('of a change that changes nothing has no entries', () => {
    expect(planChange(steps({ signed_off_state: 'NOT_SIGNED_OFF' }), row)).toEqual({ row, entries: [] })
  })
})
