import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { isBlank } from '#contract/text.ts'
import { invalid, type Refused } from '../refused.ts'
import type { Step } from './change-steps.ts'

const behaviors = {
  RESULT_DECISION_ACCEPTED: 'accept_notes_behavior',
  RESULT_DECISION_REJECTED: 'reject_notes_behavior',
} as const

/**
 * The refusal of a change whose decision needs a note that it does not bring: where the setting says POP_UP_REQUIRED,
 * for accepting and rejecting alone (design, section 9). The note has to come with the decision; one that stands in the
 * row already speaks of another.
 */
export function neededNote(
  steps: readonly Step[],
  settings: ReviewSettings['ui_customization_settings'],
): Refused | undefined {
  const decision = steps.find((step) => step.kind === 'decision')
  if (!decision || !isBlank(decision.note)) return undefined
  if (decision.decision !== 'RESULT_DECISION_ACCEPTED' && decision.decision !== 'RESULT_DECISION_REJECTED')
    return undefined
  if (settings[behaviors[decision.decision]] !== 'POP_UP_REQUIRED') return undefined
  return invalid('notes', 'are needed: this certification asks for a reason with such a decision')
}
