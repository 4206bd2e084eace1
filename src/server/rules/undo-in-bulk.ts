import { sameUser, type WorkflowUser } from '#contract/people.ts'
import type { LeftOutReason } from '#contract/reviews/bulk.ts'
import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import { type ActorRuleInput, type RowState, verdictOn } from './change-plan.ts'
import type { Step } from './change-steps.ts'

/** What an undo knows of a row that a bulk change has changed. */
export type Undone = {
  /** How the row stood before the change. */
  readonly before: Pick<RowState, 'decision' | 'notes' | 'reviewers' | 'signedOff'>
  /** Whether anything has been written to the row since. */
  readonly touched: boolean
  /** Whether the person who undoes sees the row now. */
  readonly seen: boolean
  /** Whether all reviewers of before may still be given rows. */
  readonly reviewersStand: boolean
}

/** What brings a row back to how it stood, in the order in which it is done. */
export function stepsBack(row: RowState, { before }: Pick<Undone, 'before'>): readonly Step[] {
  const steps: Step[] = []
  if (row.signedOff && !before.signedOff) steps.push({ kind: 'undo sign-off' })
  const note = before.notes === '' ? ' ' : before.notes
  if (row.decision !== before.decision && before.decision !== 'RESULT_DECISION_UNKNOWN')
    steps.push({
      kind: 'decision',
      decision: before.decision,
      note: before.notes === row.notes ? before.notes : note,
    })
  else if (row.notes !== before.notes) steps.push({ kind: 'note', note })
  if (!samePeople(row.reviewers, before.reviewers))
    steps.push({ kind: before.reviewers.length > 0 ? 'reassign' : 'unassign' })
  return steps
}

type UndoneRow = {
  readonly row: RowState
  readonly actor: ActorRuleInput
  readonly undone: Undone
  /** Whether sign-offs are undone, which an admin does by force. */
  readonly forced: boolean
  /** Those of before, without whoever would judge their own access now. */
  readonly reviewers: readonly WorkflowUser[] | undefined
}

/**
 * Why a row is left out of an undo, or undefined where it is brought back. What was decided is brought back by who may decide it
 * now, and what was reassigned by who could when they did it; neither asks for a note.
 */
export function leftOutOfUndo({
  row,
  actor,
  undone,
  forced,
  reviewers,
}: UndoneRow): LeftOutReason | undefined {
  const steps = stepsBack(row, undone)
  const reassigns = steps.some(({ kind }) => kind === 'reassign' || kind === 'unassign')
  // Of a row that has gone to others nothing is told but that they have touched it, and only to who gave it to them.
  if (!undone.seen && !reassigns) return 'NOT_ALLOWED'
  if (undone.touched) return undone.seen && row.signedOff && !forced ? 'SIGNED_OFF' : 'TOUCHED_SINCE'
  if (reassigns && !undone.reviewersStand) return 'REVIEWER_GONE'
  if (reassigns && reviewers && reviewers.length < undone.before.reviewers.length) return 'OWN_ACCESS'
  const as = reassigns ? asBefore(actor) : actor
  if (!verdictOn(steps, row, as, forced)) return undefined
  if (isOver(actor.phase)) return 'TOO_LATE'
  return actor.self && !verdictOn(steps, row, { ...as, self: false }, forced) ? 'OWN_ACCESS' : 'NOT_ALLOWED'
}

/** Whether the due time, or whoever runs the review, has ended it. */
export function isOver(phase: ReviewPhase): boolean {
  return phase !== 'in progress' && phase !== 'draft'
}

function asBefore({ settings, ...actor }: ActorRuleInput): ActorRuleInput {
  return { ...actor, settings: { ...settings, allow_reviewers_to_reassign_rows: { reassign: 'ALLOWED' } } }
}

function samePeople(some: readonly WorkflowUser[], others: readonly WorkflowUser[]): boolean {
  return (
    some.length === others.length &&
    some.every((person, at) => others.some((other, place) => at === place && sameUser(person, other)))
  )
}
