import type { ForcedChange, ResultChange } from '#contract/reviews/result.ts'
import type { NotificationStatus } from '#contract/reviews/review-enums.ts'
import type { ForcedAction, RowAction } from '#contract/reviews/review-rules.ts'
import { isBlank } from '#contract/text.ts'
import { invalid } from '../refused.ts'

/** The decisions that can be asked for. */
const actions = {
  RESULT_DECISION_NONE: 'clear',
  RESULT_DECISION_ACCEPTED: 'accept',
  RESULT_DECISION_REJECTED: 'reject',
  RESULT_DECISION_FIXED: 'fix',
} as const
type GivenDecision = keyof typeof actions

/** One of the things that a change does, in the order in which they are done. `note` is '' for none, ' ' to clear it. */
export type Step =
  | { readonly kind: 'undo sign-off' }
  | { readonly kind: 'decision'; readonly decision: GivenDecision; readonly note: string }
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'reassign' | 'unassign' }
  | { readonly kind: 'sign off' }
  | { readonly kind: 'stay unsigned' }
  | { readonly kind: 'notification'; readonly status: NotificationStatus }

/**
 * What a change asks for (veza-api B.7; B.8 when forced), one after the other: undoing a sign-off, decision with its
 * note, or note alone, reviewers, sign-off, notification. Throws `Refused` InvalidArgument where a value only ever
 * stands in answers, or where nothing is asked for.
 */
export function stepsOf(change: ResultChange | ForcedChange, forced: boolean): readonly Step[] {
  const { decision, reviewers, signed_off_state: signed } = change
  const note = noteOf(change.notes)
  const status = 'notification_status' in change ? change.notification_status : undefined
  const steps: Step[] = []
  if (signed === 'UNKNOWN_SIGNED_OFF') throw invalid('signed_off_state', 'takes SIGNED_OFF or NOT_SIGNED_OFF')
  if (signed === 'NOT_SIGNED_OFF' && forced) steps.push({ kind: 'undo sign-off' })
  if (decision === 'RESULT_DECISION_UNKNOWN')
    throw invalid('decision', `takes ${Object.keys(actions).join(', ')}`)
  if (decision !== undefined) steps.push({ kind: 'decision', decision, note })
  else if (note !== '') steps.push({ kind: 'note', note })
  if (reviewers) steps.push({ kind: reviewers.length > 0 ? 'reassign' : 'unassign' })
  if (signed === 'SIGNED_OFF') steps.push({ kind: 'sign off' })
  if (signed === 'NOT_SIGNED_OFF' && !forced) steps.push({ kind: 'stay unsigned' })
  if (status !== undefined) steps.push({ kind: 'notification', status })
  if (steps.length === 0)
    throw invalid('value', 'asks for no change: give decision, notes, reviewers or signed_off_state')
  return steps
}

/** The rule that a step falls under. Staying unsigned changes nothing: whoever may write to the row may say it. */
export function actionOf(step: Step, forced: boolean): RowAction | ForcedAction {
  switch (step.kind) {
    case 'undo sign-off':
      return 'force undo sign-off'
    case 'notification':
      return 'force notification'
    case 'stay unsigned':
      return 'note'
    case 'unassign':
      return forced ? 'force reassign' : 'unassign'
    case 'decision':
      return forced ? `force ${actions[step.decision]}` : actions[step.decision]
    default:
      return forced ? `force ${step.kind}` : step.kind
  }
}

/** An empty note counts as absent; one that is blank clears. */
function noteOf(notes: string | undefined): string {
  if (notes === undefined || notes === '') return ''
  return isBlank(notes) ? ' ' : notes
}
