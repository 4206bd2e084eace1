import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { isBlank } from '#contract/text.ts'
import { invalid, type Refused } from '../refused.ts'
import type { Step } from './change-steps.ts'

const behaviors = {
  RESULT_DECISION_ACCEPTED: 'accept_notes_behavior',
  RESULT_DECISION_REJECTED: 'reject_notes_behavior',
} as const

/**
 * The refusal of a decision without a note where the setting says POP_UP_REQUIRED; for accepting and rejecting only
 * (design, section 9). A note that the row already has does not count: it is about another decision.
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
