import { expect, test } from 'vitest'
import { settingSchemas } from '#contract/reviews/review-settings.ts'
import { stepsOf } from './change-steps.ts'
import { neededNote } from './needed-note.ts'

const settings = settingSchemas.ui_customization_settings.parse({
  accept_notes_behavior: 'NO_POP_UP',
  reject_notes_behavior: 'POP_UP_REQUIRED',
})
const refusal = (decision: 'RESULT_DECISION_ACCEPTED' | 'RESULT_DECISION_REJECTED', notes: string) =>
  neededNote(stepsOf({ result_id: 0, decision, notes }, false), settings)?.problem.violations

test.each(['', ' ', '\u200b', '\u2800\u3164', '\ufeff\n'])(
  'T25 a required reason of %j is none, where it is required',
  (notes) => {
    expect(refusal('RESULT_DECISION_REJECTED', notes)).toMatchObject([{ field: 'notes' }])
    expect(refusal('RESULT_DECISION_ACCEPTED', notes)).toBeUndefined()
  },
)

test('T25 a reason that can be seen is one', () => {
  expect(refusal('RESULT_DECISION_REJECTED', '\u200b.')).toBeUndefined()
})
