import { sameUser, type WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { BulkInput } from '#contract/reviews/bulk.ts'
import { isOwnAccess } from '#contract/reviews/self-review.ts'
import type { Step } from '../rules/change-steps.ts'
import type { BulkRow, BulkWish } from '../rules/plan-in-bulk.ts'
import type { BulkCertification, ChosenRow } from './bulk-store.ts'
import type { ReviewerDirectory } from './row-store.ts'

/** What was asked for, as the rules take it. */
export function wishOf(
  { choice, also_decided, reason }: BulkInput,
  steps: readonly Step[],
  { bulk_id, undoes }: { readonly bulk_id: string; readonly undoes: string | undefined },
): BulkWish {
  return {
    steps,
    alsoDecided: also_decided ?? false,
    includesOthers: choice.include_others ?? false,
    reason: reason ?? '',
    bulk_id,
    undoes,
  }
}

/** The people who are to review the rows, with their delegates; undefined where that is not asked for, or is undone. */
export async function newPeople(
  directory: ReviewerDirectory,
  { change }: Pick<BulkInput, 'change'>,
  undoes?: string,
): Promise<readonly WorkflowUser[] | undefined> {
  if (undoes !== undefined) return undefined
  if (!change.reviewers || change.reviewers.length === 0) return change.reviewers && []
  const people = await directory.resolveReviewers(change.reviewers, 'change.reviewers')
  return await directory.withDelegates(people, () => true)
}

/** A chosen row as the rules look at it. */
export function bulkRowOf(
  { row, version, source, assigned, decidedBy, undone }: ChosenRow,
  { phase, own, settings, notesAreSet }: BulkCertification,
  actor: Actor,
  people: readonly WorkflowUser[] | undefined,
): BulkRow {
  const prevented =
    settings.self_reviewer_settings.self_reviewer_checking === 'SELF_REVIEWER_CHECKING_ENABLED'
  // Who gave rows to others was their reviewer before.
  const was = undone?.before.reviewers.some((person) => sameUser(person, actor.user)) ?? false
  return {
    row,
    actor: {
      phase,
      roles: actor.roles,
      assigned: assigned || was,
      own,
      self: isOwnAccess(source, actor.user),
      settings,
    },
    // As with a single change: nobody has told a machine that our default asks for a note.
    asksForNotes: notesAreSet || actor.via === 'session',
    settings,
    decidedByActor: decidedBy !== undefined && sameUser(decidedBy, actor.user),
    undone: undone && { ...undone, touched: version !== undone.version },
    reviewers: (people ?? undone?.before.reviewers)?.filter(
      (person) => !prevented || !isOwnAccess(source, person),
    ),
  }
}
