import type { WorkflowUser } from '#contract/people.ts'
import type { LeftOutReason } from '#contract/reviews/bulk.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { isBlank } from '#contract/text.ts'
import { type ActorRuleInput, type Plan, planChange, type RowState, verdictOn } from './change-plan.ts'
import type { Step } from './change-steps.ts'
import { neededNote } from './needed-note.ts'
import { leftOutOfUndo, stepsBack, type Undone } from './undo-in-bulk.ts'

/** What a bulk change does to each of its rows. */
export type BulkWish = {
  /** Of an undo those of the change that it undoes; what it does to a row itself brings that back (`stepsBack`). */
  readonly steps: readonly Step[]
  /** Whether rows that have another decision are decided anew. */
  readonly alsoDecided: boolean
  /** Whether rows that are assigned to others alone are changed. */
  readonly includesOthers: boolean
  /** Whether only rows are changed whose access is as it was last time, and was accepted then. */
  readonly onlyUnchanged: boolean
  /** Whether an acceptance needs a note whatever the settings say: one by what was last time does. */
  readonly needsNote: boolean
  /** Written into each entry of a row of others, and of a sign-off that is undone. */
  readonly reason: string
  readonly bulk_id: string
  readonly undoes: string | undefined
}

/** A row as a bulk change looks at it. */
export type BulkRow = {
  readonly row: RowState
  /** Whether its access is as it was last time, and was accepted by somebody then. */
  readonly unchanged: boolean
  readonly actor: ActorRuleInput
  readonly settings: ReviewSettings
  /** Whether the settings about notes hold for who acts. */
  readonly asksForNotes: boolean
  /** Whether the last decision is that of the person who acts. */
  readonly decidedByActor: boolean
  /** Who reviews the row afterwards, of those who were asked for: nobody who would judge their own access. */
  readonly reviewers: readonly WorkflowUser[] | undefined
  /** What is undone, of an undo. */
  readonly undone: Undone | undefined
}

/** What a bulk change comes to for a row: why it is left out, or what it becomes. */
export type PlannedInBulk =
  | { readonly leftOut: LeftOutReason; readonly plan?: never }
  | { readonly leftOut?: never; readonly plan: Plan }

/**
 * Plans the rows of a bulk change, all under the same rules and for the same person. Rows that differ in nothing that is asked
 * get the same plan, the same object.
 */
export function bulkPlanner(wish: BulkWish): (row: BulkRow) => PlannedInBulk {
  const known = new Map<string, PlannedInBulk>()
  return (bulkRow) => {
    const { actor, settings: _same, asksForNotes: _too, ...own } = bulkRow
    const key = JSON.stringify([own, actor.assigned, actor.self])
    const planned = known.get(key) ?? planOne(wish, bulkRow)
    known.set(key, planned)
    return planned
  }
}

function planOne(wish: BulkWish, row: BulkRow): PlannedInBulk {
  const reason = leftOut(wish, row)
  return reason ? { leftOut: reason } : { plan: planInBulk(wish, row) }
}

/** Why a row is left out of a bulk change, or undefined where it is changed. The first reason that holds is told. */
function leftOut(wish: BulkWish, bulkRow: BulkRow): LeftOutReason | undefined {
  const { row, actor, settings, undone, ...more } = bulkRow
  if (undone) {
    const forced = undoesByForce(wish)
    return leftOutOfUndo({ row, actor, undone, forced, reviewers: more.reviewers })
  }
  const { steps } = wish
  const isNoChange = comesToNothing(steps, row, more.reviewers)
  // What has been rejected can be marked as fixed after its sign-off; all else ends with it.
  if (row.signedOff && (isNoChange || verdictOn(steps, row, actor, false))) return 'SIGNED_OFF'
  if (isNoChange) return 'ALREADY_SO'
  const decides = steps.some((step) => step.kind === 'decision')
  if (decides && row.decision !== 'RESULT_DECISION_NONE' && !wish.alsoDecided && !clears(steps))
    return more.decidedByActor ? 'DECIDED_BY_MAKER' : 'DECIDED_BY_OTHERS'
  if (row.decision === 'RESULT_DECISION_NONE' && steps.some((step) => step.kind === 'sign off'))
    return 'UNDECIDED'
  if (wish.onlyUnchanged && !more.unchanged) return 'NOT_UNCHANGED'
  if (!actor.assigned && !wish.includesOthers) return 'OF_OTHERS'
  if (more.reviewers?.length === 0 && steps.some((step) => step.kind === 'reassign')) return 'OWN_ACCESS'
  if (verdictOn(steps, row, actor, false))
    return isOwnAccessAlone(steps, row, actor) ? 'OWN_ACCESS' : 'NOT_ALLOWED'
  const noteMissing = more.asksForNotes && neededNote(steps, settings.ui_customization_settings)
  return noteMissing || (wish.needsNote && isAcceptanceWithoutNote(steps)) ? 'NOTE_NEEDED' : undefined
}

/** What a row becomes, and what is written down about it: that it was one of many, and for a row of others why. */
function planInBulk(wish: BulkWish, { row, actor, reviewers, undone }: BulkRow): Plan {
  const steps = undone ? stepsBack(row, undone) : wish.steps
  const plan = planChange(steps, row, reviewers)
  const marks = {
    bulk: wish.bulk_id,
    ...(wish.undoes !== undefined && { undoes: wish.undoes }),
    ...(!actor.assigned && { by_other: true as const }),
    ...((!actor.assigned || undoesByForce(wish)) && { reason: wish.reason }),
  }
  return {
    ...plan,
    entries: plan.entries.map(({ action, detail }) => ({ action, detail: { ...detail, ...marks } })),
  }
}

/** Whether this undoes sign-offs, which takes an admin who forces it, and has its time also after the due date. */
export function undoesByForce({ steps, undoes }: Pick<BulkWish, 'steps' | 'undoes'>): boolean {
  return undoes !== undefined && steps.some((step) => step.kind === 'sign off')
}

function isAcceptanceWithoutNote(steps: readonly Step[]): boolean {
  return steps.some(
    (step) => step.kind === 'decision' && step.decision === 'RESULT_DECISION_ACCEPTED' && isBlank(step.note),
  )
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
