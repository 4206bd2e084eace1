import { phaseOf } from '#contract/reviews/review-phase.ts'
import { mayAct, type RowAction, runs } from '#contract/reviews/review-rules.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { maxBulkRows } from '#contract/reviews/bulk.ts'
import { othersSession, type ReviewViewer } from '#queries/reviews/rule-input.ts'
import { numberText } from '#ui/number-text.ts'

type Switch = keyof ReviewSettings['reviewer_bulk_actions']

/** The switch by which reviewers may do it to two or more rows at once; those who run a review alone mark rows as fixed. */
const switches: Readonly<Partial<Record<RowAction, Switch>>> = {
  accept: 'allow_bulk_approve',
  reject: 'allow_bulk_reject',
  clear: 'allow_bulk_clear_decisions',
  note: 'allow_bulk_add_note',
  reassign: 'allow_bulk_reassign',
  'sign off': 'allow_bulk_signoff',
}

/** A decision with which the action may be done to a row as far as the row is concerned. */
const decisionFor = { fix: 'RESULT_DECISION_REJECTED', 'sign off': 'RESULT_DECISION_ACCEPTED' } as const

/**
 * Why a reader may not do something to so many rows at a time (milliseconds since 1970), whatever stands in them; undefined
 * where they may. What single rows say against it is for the preview.
 */
export function bulkRefusal(
  action: RowAction,
  rows: number,
  viewer: ReviewViewer,
  now: number,
): string | undefined {
  if (viewer.isOthers) return othersSession.message
  const { certification, roles, own, settings } = viewer
  if (rows === 0) return 'No row is chosen.'
  if (rows > maxBulkRows) return `At most ${numberText(maxBulkRows)} rows can be changed at once.`
  const decision =
    action === 'fix' || action === 'sign off' ? decisionFor[action] : ('RESULT_DECISION_NONE' as const)
  const row = { decision, signedOff: false, assigned: true, self: false, roles, own, settings }
  const refusal = mayAct(action, { ...row, phase: phaseOf(certification, now) })
  if (refusal) return refusal.message
  const name = switches[action]
  if (rows > 1 && name && !settings.reviewer_bulk_actions[name] && !runs(viewer))
    return 'Here reviewers do this to one row at a time.'
  return undefined
}
