import type { Role } from '#contract/permissions.ts'
import { type ReviewPhase, reviewPhases } from '#contract/reviews/review-phase.ts'
import {
  type ForcedAction,
  forcedActions,
  type RowAction,
  type RowRuleInput,
  rowActions,
} from '#contract/reviews/review-rules.ts'
import { defaultSettings } from '#contract/reviews/review-settings.ts'

/** Who acts: their role, whether the row is theirs to review, and whether the certification is theirs to run. */
export type Who = {
  readonly name: string
  readonly role: Role
  readonly assigned: boolean
  readonly own: boolean
}

/** Everybody whom the rules tell apart. */
export const everybody: readonly Who[] = [
  { name: 'admin', role: 'admin', assigned: false, own: false },
  { name: 'admin who reviews the row', role: 'admin', assigned: true, own: false },
  { name: 'operator of the certification', role: 'operator', assigned: false, own: true },
  {
    name: 'operator of the certification who reviews the row',
    role: 'operator',
    assigned: true,
    own: true,
  },
  { name: 'another operator', role: 'operator', assigned: false, own: false },
  { name: 'another operator who reviews the row', role: 'operator', assigned: true, own: false },
  { name: 'reviewer of the row', role: 'reviewer', assigned: true, own: false },
  { name: 'another reviewer', role: 'reviewer', assigned: false, own: false },
  { name: 'auditor', role: 'auditor', assigned: false, own: false },
]

/** The states that a row can be in. */
export const rowStates = [
  { name: 'undecided', decision: 'RESULT_DECISION_NONE', signedOff: false },
  { name: 'accepted', decision: 'RESULT_DECISION_ACCEPTED', signedOff: false },
  { name: 'rejected', decision: 'RESULT_DECISION_REJECTED', signedOff: false },
  { name: 'fixed', decision: 'RESULT_DECISION_FIXED', signedOff: false },
  { name: 'accepted, signed off', decision: 'RESULT_DECISION_ACCEPTED', signedOff: true },
  { name: 'rejected, signed off', decision: 'RESULT_DECISION_REJECTED', signedOff: true },
  { name: 'fixed, signed off', decision: 'RESULT_DECISION_FIXED', signedOff: true },
] as const
export type RowStateCase = (typeof rowStates)[number]

type Settings = RowRuleInput['settings']

/** Settings that change a verdict, one at a time; `self` tells whose access the row is about. */
export const variants: readonly {
  readonly name: string
  readonly settings: Partial<Settings>
  readonly self: boolean
}[] = [
  { name: 'as set by default', settings: {}, self: false },
  { name: 'staff may decide', settings: { staff_decides: { staff_decides: true } }, self: false },
  {
    name: 'reviewers may not reassign',
    settings: { allow_reviewers_to_reassign_rows: { reassign: 'NOT_ALLOWED' } },
    self: false,
  },
  {
    name: 'self-review is prevented, and the access is their own',
    settings: { self_reviewer_settings: { self_reviewer_checking: 'SELF_REVIEWER_CHECKING_ENABLED' } },
    self: true,
  },
  { name: 'self-review is not prevented, and the access is their own', settings: {}, self: true },
]
export type Variant = (typeof variants)[number]

export const allActions: readonly (RowAction | ForcedAction)[] = [...rowActions, ...forcedActions]
export const allPhases: readonly ReviewPhase[] = reviewPhases

/** What `mayAct` is asked about one cell of the table. */
export function ruleInputOf(
  phase: ReviewPhase,
  { decision, signedOff }: RowStateCase,
  { role, assigned, own }: Who,
  { settings, self }: Variant,
): RowRuleInput {
  return {
    phase,
    decision,
    signedOff,
    roles: [role],
    assigned,
    own,
    self,
    settings: { ...defaultSettings(), ...settings },
  }
}

/** Whether somebody sees a row (security 4.4): said here a second time, apart from the code that reads rows. */
export function sees(phase: ReviewPhase, { role, assigned, own }: Who): boolean {
  if (role === 'admin' || (role === 'operator' && own)) return true
  if (role === 'auditor') return phase !== 'superseded'
  return assigned && ['in progress', 'expired, in grace', 'expired'].includes(phase)
}
