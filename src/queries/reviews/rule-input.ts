import type { Certification } from '#contract/reviews/certification.ts'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import { type Role, roles } from '#contract/permissions.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { decisions } from '#contract/reviews/review-enums.ts'
import { phaseOf } from '#contract/reviews/review-phase.ts'
import {
  mayAct,
  type Refusal,
  type RowAction,
  type RowRuleInput,
  type Verdict,
} from '#contract/reviews/review-rules.ts'
import { defaultSettings, type ReviewSettings, settingSchemas } from '#contract/reviews/review-settings.ts'
import { isOwnAccess } from '#contract/reviews/self-review.ts'
import type { Session } from '#contract/session/session.ts'

/** What `mayAct` asks about the viewer and the certification; the same for all of its rows. */
export type ReviewViewer = {
  readonly certification: Certification
  readonly user: WorkflowUser
  readonly roles: readonly Role[]
  /** Whether the certification is the reader's own to run. */
  readonly own: boolean
  readonly settings: ReviewSettings
  /** Whether another person is signed in in this browser by now: whoever presses may be they. */
  readonly isOthers: boolean
}

/** The viewer of a certification, from the session, the certification's context, and whether the session is another's. */
export function readerOf(
  certification: Certification,
  session: Session | undefined,
  context: ReviewContext | undefined,
  isOthers = false,
): ReviewViewer {
  const held = session?.actor.roles ?? []
  return {
    certification,
    user: session?.actor.user ?? { user_type: '', id: '', email: '', name: '' },
    roles: roles.filter((role) => held.includes(role)),
    own: context?.own ?? false,
    settings: reviewSettingsOf(context),
    isOthers,
  }
}

/** The settings of a certification. A setting that is missing or invalid has its default. */
export function reviewSettingsOf(context: Pick<ReviewContext, 'settings'> | undefined): ReviewSettings {
  const stored: Readonly<Record<string, unknown>> = context?.settings ?? {}
  const usual = defaultSettings()
  const leaf = <L extends keyof ReviewSettings>(name: L): ReviewSettings[L] => {
    const read = settingSchemas[name].safeParse(stored[name] ?? {})
    // The schema is that of the leaf; the compiler cannot follow the look-up by L.
    return read.success ? (read.data as ReviewSettings[L]) : usual[name]
  }
  return {
    cert_completion_settings: leaf('cert_completion_settings'),
    self_reviewer_settings: leaf('self_reviewer_settings'),
    ui_customization_settings: leaf('ui_customization_settings'),
    predefined_decision_notes: leaf('predefined_decision_notes'),
    allow_reviewers_to_reassign_rows: leaf('allow_reviewers_to_reassign_rows'),
    review_expiration_behavior: leaf('review_expiration_behavior'),
    allow_reviewer_exports: leaf('allow_reviewer_exports'),
    global_idp_settings: leaf('global_idp_settings'),
    staff_decides: leaf('staff_decides'),
    reviewer_bulk_actions: leaf('reviewer_bulk_actions'),
    rows_group_by_setting: leaf('rows_group_by_setting'),
    peer_facts: leaf('peer_facts'),
  }
}

/** Whether a row is assigned to a person. */
export function isAssigned({ reviewers }: Pick<Result, 'reviewers'>, user: WorkflowUser): boolean {
  return reviewers.some((reviewer) => sameUser(reviewer, user))
}

/** What `mayAct` asks about a row, at a time in milliseconds since 1970. Table, drawer and dialogs all use this. */
export function ruleInputOf(row: Result, viewer: ReviewViewer, now: number): RowRuleInput {
  const { certification, user, roles, own, settings } = viewer
  return {
    phase: phaseOf(certification, now),
    decision: decisions.find((known) => known === row.decision) ?? 'RESULT_DECISION_UNKNOWN',
    signedOff: row.signed_off_state === 'SIGNED_OFF',
    roles,
    assigned: isAssigned(row, user),
    own,
    self: isOwnAccess(row.source, user),
    settings,
  }
}

/** Why nothing can be changed on a page while another person than its own is signed in. */
export const othersSession: Refusal = {
  code: 'FailedPrecondition',
  message: 'Somebody else is signed in now. Sign in again before you change anything.',
}

/**
 * Whether the reader may do this to a row now: undefined, or why not. Every button, key and dialog of a review asks this: the
 * rules of rows (`mayAct`), and nothing while the session is another person's.
 */
export function mayReaderAct(action: RowAction, row: Result, viewer: ReviewViewer, now: number): Verdict {
  return viewer.isOthers ? othersSession : mayAct(action, ruleInputOf(row, viewer, now))
}
