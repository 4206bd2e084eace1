import { describe, expect, test } from 'vitest'
import { type CertificationRuleInput, mayRun } from './certification-rules.ts'
import { defaultSettings } from './review-settings.ts'

const ruleInput: CertificationRuleInput = {
  phase: 'in progress',
  roles: ['operator'],
  own: true,
  counts: { total_result_count: 4, total_complete_count: 3, total_signed_off_count: 2 },
  settings: defaultSettings(),
}
const completion = (rule: CertificationRuleInput['settings']['cert_completion_settings']['completion']) => ({
  cert_completion_settings: { completion: rule },
})

describe('completing', () => {
  test.each([
    ['COMPLETION_ALLOWED_UNKNOWN', '2 of 4 rows are not signed off yet.'],
    ['COMPLETION_ALLOWED_ALL_ROWS_HAVE_DECISION', '1 of 4 rows have no decision yet.'],
    ['COMPLETION_ALLOWED_ANYTIME', undefined],
  ] as const)('by %s', (rule, message) => {
    expect(mayRun('complete', { ...ruleInput, settings: completion(rule) })?.message).toBe(message)
    const counts = { total_result_count: 4, total_complete_count: 4, total_signed_off_count: 4 }
    expect(mayRun('complete', { ...ruleInput, counts, settings: completion(rule) })).toBeUndefined()
  })
})

test('is for admins and for the operator whose it is', () => {
  const anytime = { ...ruleInput, settings: completion('COMPLETION_ALLOWED_ANYTIME') }
  expect(mayRun('complete', { ...anytime, own: false })?.code).toBe('PermissionDenied')
  expect(mayRun('complete', { ...anytime, own: false, roles: ['admin'] })).toBeUndefined()
  for (const role of ['reviewer', 'auditor'] as const)
    expect(mayRun('edit', { ...anytime, roles: [role] })?.code).toBe('PermissionDenied')
})
