import type { Role } from '../permissions.ts'
import type { Decision } from './review-enums.ts'
import type { ReviewPhase } from './review-phase.ts'
import type { ReviewSettings } from './review-settings.ts'

/** What somebody can do to a row. `unassign` leaves it without a reviewer. */
export const rowActions = [
  'accept',
  'reject',
  'clear',
  'fix',
  'note',
  'reassign',
  'unassign',
  'sign off',
] as const
/** What an admin can do to a row that is signed off or whose review is over, by `results:force_update`. */
export const forcedActions = [
  'force accept',
  'force reject',
  'force clear',
  'force fix',
  'force note',
  'force reassign',
  'force sign off',
  'force undo sign-off',
  'force notification',
] as const
export type RowAction = (typeof rowActions)[number]
export type ForcedAction = (typeof forcedActions)[number]

/** What the rules need to know about a row, its certification and the person who acts. */
export type RowRuleInput = {
  readonly phase: ReviewPhase
  readonly decision: Decision
  readonly signedOff: boolean
  readonly roles: readonly Role[]
  /** Whether the row is assigned to the person who acts. */
  readonly assigned: boolean
  /** Whether the certification is their own to run: they created it, or own or created its workflow. */
  readonly own: boolean
  /** Whether the access under review is their own. */
  readonly self: boolean
  readonly settings: Pick<
    ReviewSettings,
    'self_reviewer_settings' | 'allow_reviewers_to_reassign_rows' | 'staff_decides'
  >
}

/** Why an action may not be done: a code for the answer, and a sentence for the person who tries. */
export type Refusal = { readonly code: 'PermissionDenied' | 'FailedPrecondition'; readonly message: string }

/** The answer of the rules: undefined where the action may be done, else the refusal. */
export type Verdict = Refusal | undefined

const denied = (message: string): Refusal => ({ code: 'PermissionDenied', message })
const notNow = (message: string): Refusal => ({ code: 'FailedPrecondition', message })

const superseded = 'This review was replaced or deleted, and stays as it is.'

/** Whether somebody with these roles runs a certification: an admin runs all, an operator their own. */
export function runs({ roles, own }: Pick<RowRuleInput, 'roles' | 'own'>): boolean {
  return roles.includes('admin') || (roles.includes('operator') && own)
}

/**
 * Whether a person may do this to a row now (veza-api B.7, B.8, B.17, B.18; security 3.3 and 4.4): undefined, or why
 * not. The page's buttons and the server both ask it.
 */
export function mayAct(action: RowAction | ForcedAction, row: RowRuleInput): Verdict {
  if (isForced(action)) return mayForce(action, row)
  return whoMay(action, row) ?? whileOpen(action, row) ?? stateAllows(action, row)
}

function isForced(action: RowAction | ForcedAction): action is ForcedAction {
  return action.startsWith('force ')
}

function whoMay(action: RowAction, row: RowRuleInput): Verdict {
  const staff = runs(row)
  // An operator may be the reviewer of a row of somebody else's certification.
  const reviews = row.assigned && row.roles.some((role) => role !== 'auditor')
  if (!staff && !reviews)
    return denied('Only the reviewers of a row, and those who run its review, may change it.')
  switch (action) {
    case 'fix':
      return staff ? undefined : denied('Only an admin or an operator may mark a row as fixed.')
    case 'note':
      return undefined
    case 'reassign':
      return staff || row.settings.allow_reviewers_to_reassign_rows.reassign === 'ALLOWED'
        ? undefined
        : denied('Reviewers may not reassign rows here.')
    case 'unassign':
      return staff ? undefined : denied('Only those who run the review may leave a row without a reviewer.')
    default:
      return mayDecide(row)
  }
}

/**
 * Whether somebody who runs a certification may decide rows that others review: an admin always, an operator where
 * `staff_decides` is set.
 */
export function decidesOthers({ roles, settings }: Pick<RowRuleInput, 'roles' | 'settings'>): boolean {
  return roles.includes('admin') || settings.staff_decides.staff_decides
}

/** An admin decides any row, an operator those of others where the setting says so, and all of a draft. */
function mayDecide({ assigned, self, settings, phase, roles }: RowRuleInput): Verdict {
  if (!assigned && !decidesOthers({ roles, settings }) && phase !== 'draft')
    return denied('Only a reviewer of this row may decide it.')
  return mayReviewOwn({ self, settings })
}

/** Nobody judges their own access where that is prevented, nor takes back what others judged. */
function mayReviewOwn({ self, settings }: Pick<RowRuleInput, 'self' | 'settings'>): Verdict {
  const prevented =
    settings.self_reviewer_settings.self_reviewer_checking === 'SELF_REVIEWER_CHECKING_ENABLED'
  return self && prevented ? denied('This is your own access: somebody else has to review it.') : undefined
}

function whileOpen(action: RowAction, row: RowRuleInput): Verdict {
  switch (row.phase) {
    case 'searching':
      return notNow('The rows of this review are still being gathered.')
    case 'failed':
      return notNow('This review failed to start.')
    case 'draft':
      return runs(row) ? undefined : denied('This review is not published yet.')
    case 'in progress':
      return undefined
    case 'expired, in grace':
      return action === 'fix' && row.decision === 'RESULT_DECISION_REJECTED'
        ? undefined
        : notNow('This review has expired: only a rejected row may still be marked as fixed.')
    case 'expired':
      return notNow('This review has expired.')
    case 'superseded':
      return notNow(superseded)
    default:
      return notNow('This review is completed.')
  }
}

function stateAllows(action: RowAction, { decision, signedOff, roles }: RowRuleInput): Verdict {
  if (action === 'fix') {
    if (decision === 'RESULT_DECISION_REJECTED') return undefined
    if (decision === 'RESULT_DECISION_FIXED') return notNow('This row is marked as fixed already.')
    if (decision !== 'RESULT_DECISION_ACCEPTED') return notNow('Only a decided row can be marked as fixed.')
    return signedOff
      ? notNow('This row is signed off: only a rejected one can be marked as fixed.')
      : undefined
  }
  if (signedOff)
    return notNow(
      roles.includes('admin')
        ? 'This row is signed off. You can undo that by the API, with a reason (results:force_update).'
        : 'This row is signed off. Only an admin can undo that.',
    )
  if (action === 'sign off' && decision === 'RESULT_DECISION_NONE')
    return notNow('A row needs a decision before it can be signed off.')
  return undefined
}

/** What of the forced actions is no judgement of the access: whoever it belongs to may do it, as without force. */
const noJudgement: ReadonlySet<ForcedAction> = new Set([
  'force fix',
  'force note',
  'force reassign',
  'force notification',
])

function mayForce(action: ForcedAction, row: RowRuleInput): Verdict {
  if (!row.roles.includes('admin')) return denied('Only an admin may force a change.')
  return (noJudgement.has(action) ? undefined : mayReviewOwn(row)) ?? forceAllows(action, row)
}

function forceAllows(action: ForcedAction, { phase, signedOff, decision }: RowRuleInput): Verdict {
  if (phase === 'searching' || phase === 'failed') return notNow('This review has no rows.')
  if (phase === 'superseded') return notNow(superseded)
  if (phase === 'expired' || phase === 'completed')
    return notNow('The seven days in which rows could still be changed are over.')
  if (action === 'force notification') return undefined
  if (action === 'force undo sign-off') return signedOff ? undefined : notNow('This row is not signed off.')
  if (signedOff) return notNow('This row is signed off. Undo the sign-off in the same change.')
  if (action === 'force sign off' && decision === 'RESULT_DECISION_NONE')
    return notNow('A row needs a decision before it can be signed off.')
  if (action === 'force fix' && decision === 'RESULT_DECISION_NONE')
    return notNow('Only a decided row can be marked as fixed.')
  return undefined
}
