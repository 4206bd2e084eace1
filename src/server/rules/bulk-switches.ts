import { type RowRuleInput, runs } from '#contract/reviews/review-rules.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { type Refused, refused } from '../refused.ts'
import type { Step } from './change-steps.ts'

type Switch = keyof ReviewSettings['reviewer_bulk_actions']

/** What reviewers may be kept from doing to several rows at once, as people say it. */
const inWords: Readonly<Record<Switch, string>> = {
  allow_bulk_approve: 'accept several rows',
  allow_bulk_reject: 'reject several rows',
  allow_bulk_signoff: 'sign off several rows',
  allow_bulk_clear_decisions: 'clear the decisions of several rows',
  allow_bulk_add_note: 'add a note to several rows',
  allow_bulk_reassign: 'reassign several rows',
}

/**
 * The refusal of a change of two or more rows that reviewers may not make at once (`reviewer_bulk_actions`, veza-api B.16), or
 * undefined. Who runs the review may. Of an undo `steps` are those of the change that it undoes.
 */
export function refusedTogether(
  steps: readonly Step[],
  { roles, own, settings }: Pick<RowRuleInput, 'roles' | 'own'> & { readonly settings: ReviewSettings },
): Refused | undefined {
  if (runs({ roles, own })) return undefined
  const off = steps.map(switchOf).find((name) => name && !settings.reviewer_bulk_actions[name])
  return (
    off && refused('PermissionDenied', `Reviewers may not ${inWords[off]} at once here: do it row by row.`)
  )
}

/** A note that comes with a decision counts as the decision. */
function switchOf(step: Step): Switch | undefined {
  switch (step.kind) {
    case 'decision':
      return {
        RESULT_DECISION_ACCEPTED: 'allow_bulk_approve',
        RESULT_DECISION_REJECTED: 'allow_bulk_reject',
        RESULT_DECISION_NONE: 'allow_bulk_clear_decisions',
        // Only who runs the review marks rows as fixed.
        RESULT_DECISION_FIXED: undefined,
      }[step.decision] as Switch | undefined
    case 'note':
      return 'allow_bulk_add_note'
    case 'reassign':
    case 'unassign':
      return 'allow_bulk_reassign'
    case 'sign off':
      return 'allow_bulk_signoff'
    default:
      return undefined
  }
}
