import type { WorkflowUser } from '#contract/people.ts'
import type { LeftOutReason } from '#contract/reviews/bulk.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { type ActorRuleInput, type Plan, planChange, type RowState, verdictOn } from './change-plan.ts'
import type { Step } from './change-steps.ts'
import { neededNote } from './needed-note.ts'

/** What a bulk change does to each of its rows. */
export type BulkWish = {
  readonly steps: readonly Step[]
  /** Whether rows that have another decision are decided anew. */
  readonly alsoDecided: boolean
  /** Whether rows that are assigned to others alone are changed. */
  readonly includesOthers: boolean
  /** Written into each entry of a row of others. */
  readonly reason: string
  readonly bulk_id: string
}

/** A row as a bulk change looks at it. */
export type BulkRow = {
  readonly row: RowState
  readonly actor: ActorRuleInput
  readonly settings: ReviewSettings
  /** Whether the settings about notes hold for who acts. */
  readonly asksForNotes: boolean
  /** Whether the last decision is that of the person who acts. */
  readonly decidedByActor: boolean
  /** Who reviews the row afterwards, of those who were asked for: nobody who would judge their own access. */
  readonly reviewers: readonly WorkflowUser[] | undefined
}

/** Why a row is left out of a bulk change, or undefined where it is changed. The first reason that holds is told. */
export function leftOut(
  wish: BulkWish,
  { row, actor, settings, ...more }: BulkRow,
): LeftOutReason | undefined {
  const { steps } = wish
  if (row.signedOff) return 'SIGNED_OFF'
  if (comesToNothing(steps, row, more.reviewers)) return 'ALREADY_SO'
  const decides = steps.some((step) => step.kind === 'decision')
  if (decides && row.decision !== 'RESULT_DECISION_NONE' && !wish.alsoDecided && !clears(steps))
    return more.decidedByActor ? 'DECIDED_BY_YOU' : 'DECIDED_BY_OTHERS'
  if (!actor.assigned && !wish.includesOthers) return 'OF_OTHERS'
  if (more.reviewers?.length === 0 && steps.some((step) => step.kind === 'reassign')) return 'OWN_ACCESS'
  if (verdictOn(steps, row, actor, false))
    return isOwnAccessAlone(steps, row, actor) ? 'OWN_ACCESS' : 'NOT_ALLOWED'
  const noteMissing = more.asksForNotes && neededNote(steps, settings.ui_customization_settings)
  return noteMissing ? 'NOTE_NEEDED' : undefined
}

/** What a row becomes, and what is written down about it: that it was one of many, and for a row of others why. */
export function planInBulk(wish: BulkWish, { row, actor, reviewers }: BulkRow): Plan {
  const plan = planChange(wish.steps, row, reviewers)
  const marks = {
    bulk: wish.bulk_id,
    ...(!actor.assigned && { by_other: true as const, reason: wish.reason }),
  }
  return {
    ...plan,
    entries: plan.entries.map(({ action, detail }) => ({ action, detail: { ...detail, ...marks } })),
  }
}

function clears(steps: readonly Step[]): boolean {
  return steps.some((step) => step.kind === 'decision' && step.decision === 'RESULT_DECISION_NONE')
}

function comesToNothing(
  steps: readonly Step[],
  row: RowState,
  reviewers: readonly WorkflowUser[] | undefined,
): boolean {
  const after = planChange(steps, row, reviewers).row
  return JSON.stringify(after) === JSON.stringify(row)
}

/** Whether nothing but the rule about one's own access stands in the way. */
function isOwnAccessAlone(steps: readonly Step[], row: RowState, actor: ActorRuleInput): boolean {
  return actor.self && verdictOn(steps, row, { ...actor, self: false }, false) === undefined
}
