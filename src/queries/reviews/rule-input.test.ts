import { describe, expect, test } from 'vitest'
import { Certification } from '#contract/reviews/certification.ts'
import { mayAct } from '#contract/reviews/review-rules.ts'
import { defaultSettings } from '#contract/reviews/review-settings.ts'
import { aPerson, aResult } from '#testing/result.ts'
import { readerOf, reviewSettingsOf, ruleInputOf } from './rule-input.ts'

const now = Date.parse('2026-03-10T12:00:00Z')
const certification = Certification.parse({
  certification_id: 'c1',
  workflow_id: 'w1',
  state: 'CERT_STATE_IN_PROGRESS',
})
const session = (roles: string[]) => ({
  actor: { id: 'ana', name: 'ana', roles, user: aPerson('ana') },
  capabilities: { mode: 'local' },
  demo: false,
})
const context = (part: object) => ({
  workflow_name: 'w',
  workflow_description: '',
  own: false,
  settings: {},
  attributes: { source: [], destination: [], waypoint: [] },
  last_time: 'HIDDEN',
  my_open_rows: 0,
  my_rows: 0,
  my_decided_rows: 0,
  ...part,
})

describe('what the rules ask about a row', () => {
  const mine = aResult({ reviewers: [aPerson('ana')] })
  const viewer = readerOf(certification, session(['reviewer', 'unheard of']), context({}))

  test('of a reviewer whose row it is lets them decide', () => {
    const ruleInput = ruleInputOf(mine, viewer, now)
    expect(ruleInput).toMatchObject({
      phase: 'in progress',
      decision: 'RESULT_DECISION_NONE',
      signedOff: false,
      roles: ['reviewer'],
      assigned: true,
      own: false,
      self: false,
    })
    expect(mayAct('accept', ruleInput)).toBeUndefined()
  })

  test('tells people of the same id apart by their type', () => {
    const other = aResult({ reviewers: [{ ...aPerson('ana'), user_type: 'OktaUser' }] })
    expect(ruleInputOf(other, viewer, now).assigned).toBe(false)
  })

  test('knows a sign-off, an unknown decision, and the reader’s own access', () => {
    const row = aResult({
      decision: 'RESULT_DECISION_NEXT_YEAR',
      signed_off_state: 'SIGNED_OFF',
      source: { type: 'OktaUser', id: '1', name: 'Ana', properties: { email: 'ANA@example.com' } },
    })
    expect(ruleInputOf(row, viewer, now)).toMatchObject({
      decision: 'RESULT_DECISION_UNKNOWN',
      signedOff: true,
      self: true,
    })
  })

  test.each([
    ['expired, in grace', { expired_at: '2026-03-09T12:00:00Z' }],
    ['expired', { expired_at: '2026-03-01T12:00:00Z' }],
    ['draft', { published: false }],
    ['completed', { state: 'CERT_STATE_COMPLETED', completed_at: '2026-01-01T00:00:00Z' }],
  ])('is told at a moment: %s', (phase, part) => {
    const other = { ...viewer, certification: { ...certification, ...part } }
    expect(ruleInputOf(mine, other, now).phase).toBe(phase)
  })

  test('of somebody who is not known yet allows nothing', () => {
    const nobody = readerOf(certification, undefined, undefined)
    expect(nobody.roles).toEqual([])
    expect(mayAct('accept', ruleInputOf(mine, nobody, now))?.code).toBe('PermissionDenied')
  })
})

describe('settings', () => {
  test('that nobody has set have their defaults', () => {
    expect(reviewSettingsOf(undefined)).toEqual(defaultSettings())
    expect(reviewSettingsOf({ settings: {} })).toEqual(defaultSettings())
  })

  test('are read leaf by leaf; one that cannot be read has its default', () => {
    const settings = reviewSettingsOf({
      settings: {
        staff_decides: { staff_decides: true },
        ui_customization_settings: { reject_notes_behavior: 'SHOUT' },
        of_next_year: {},
      },
    })
    expect(settings.staff_decides.staff_decides).toBe(true)
    expect(settings.ui_customization_settings.reject_notes_behavior).toBe('POP_UP_REQUIRED')
  })
})
