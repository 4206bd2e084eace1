import type { WorkflowUser } from '#contract/people.ts'
import type { NotificationInfo } from '#contract/reviews/result.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'
import { mayAct, type RowRuleInput, type Verdict } from '#contract/reviews/review-rules.ts'
import { actionOf, type Step } from './change-steps.ts'

/** What a change can change of a row. */
export type RowState = {
  readonly decision: Decision
  readonly notes: string
  readonly reviewers: readonly WorkflowUser[]
  readonly signedOff: boolean
  readonly notification_status: string
  readonly notification_response_infos: readonly NotificationInfo[]
}

/** An entry for the log, without what the database adds: whose, when, and its number. */
type PlannedEntry = {
  readonly action: string
  readonly detail: {
    readonly note?: string
    readonly decision_detail?: { readonly decision: string; readonly note: string }
    readonly reviewer_detail?: {
      readonly old_reviewers: WorkflowUser[]
      readonly new_reviewers: WorkflowUser[]
    }
    readonly reason?: string
    readonly by_other?: true
    /** The id of the bulk change of which this is a part. */
    readonly bulk?: string
    /** The id of the bulk change that this one undoes. */
    readonly undoes?: string
  }
}

/** The row as it becomes and what is written down about it; the order of entries is that of the steps. */
export type Plan = { readonly row: RowState; readonly entries: readonly PlannedEntry[] }

export type ActorRuleInput = Omit<RowRuleInput, 'decision' | 'signedOff'>

/** Why a change may not be made: the verdict on its first step that may not, each judged on what the ones before left. */
export function verdictOn(
  steps: readonly Step[],
  row: RowState,
  ruleInput: ActorRuleInput,
  forced: boolean,
): Verdict {
  let now = row
  for (const step of steps) {
    const { decision, signedOff } = now
    const verdict = mayAct(actionOf(step, forced), { ...ruleInput, decision, signedOff })
    if (verdict) return verdict
    now = after(step, now, now.reviewers)
  }
  return undefined
}

/** What an allowed change comes to. `reviewers` are the new ones, for a change that reassigns. */
export function planChange(
  steps: readonly Step[],
  row: RowState,
  reviewers: readonly WorkflowUser[] = row.reviewers,
): Plan {
  const entries: PlannedEntry[] = []
  let now = row
  for (const step of steps) {
    const entry = entryOf(step, now, reviewers)
    if (entry) entries.push(entry)
    now = after(step, now, reviewers)
  }
  return { row: now, entries }
}

function after(step: Step, row: RowState, reviewers: readonly WorkflowUser[]): RowState {
  switch (step.kind) {
    case 'decision':
      return { ...row, decision: step.decision, notes: noteAfter(row.notes, step.note) }
    case 'note':
      return { ...row, notes: noteAfter(row.notes, step.note) }
    case 'reassign':
    case 'unassign':
      return { ...row, reviewers }
    case 'sign off':
      return { ...row, signedOff: true }
    case 'undo sign-off':
      return { ...row, signedOff: false }
    case 'notification':
      return { ...row, notification_status: step.status }
    default:
      return row
  }
}

/** A row's note is what its log says: the last one that is not empty, and a blank clears it. */
function noteAfter(before: string, next: string): string {
  if (next === '') return before
  return next === ' ' ? '' : next
}

function entryOf(step: Step, row: RowState, reviewers: readonly WorkflowUser[]): PlannedEntry | undefined {
  switch (step.kind) {
    case 'decision':
      return {
        action: 'DECISION',
        detail: { decision_detail: { decision: step.decision, note: step.note } },
      }
    case 'note':
      return { action: 'NOTE_ADDED', detail: { note: step.note } }
    case 'reassign':
    case 'unassign':
      return {
        action: 'REVIEWER_ASSIGNED',
        detail: { reviewer_detail: { old_reviewers: [...row.reviewers], new_reviewers: [...reviewers] } },
      }
    case 'sign off':
      return { action: 'SIGNED_OFF', detail: {} }
    case 'undo sign-off':
      return { action: 'SIGN_OFF_UNDONE', detail: {} }
    case 'notification':
      return { action: 'WEBHOOK_STATUS', detail: { note: step.status } }
    default:
      return undefined
  }
}
