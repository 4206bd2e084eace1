import type { RowRuleInput } from '#contract/reviews/review-rules.ts'
import { type Refused, refused } from '../refused.ts'
import { type RowState, verdictOn } from './change-plan.ts'
import type { Step } from './change-steps.ts'

/** To such a row everything can be done that can be done at all. */
const rejectedRow: RowState = {
  decision: 'RESULT_DECISION_REJECTED',
  notes: '',
  reviewers: [],
  signedOff: false,
  notification_status: 'UNKNOWN',
  notification_response_infos: [],
}

/** The refusal of what nobody may do to any row of a certification in this phase, such as one that is over; or undefined. */
export function refusedNow(
  steps: readonly Step[],
  { phase, settings }: Pick<RowRuleInput, 'phase' | 'settings'>,
): Refused | undefined {
  const most = { roles: ['admin'], assigned: true, own: true, self: false } as const
  const verdict = verdictOn(steps, rejectedRow, { ...most, phase, settings }, false)
  return verdict && refused(verdict.code, verdict.message)
}
