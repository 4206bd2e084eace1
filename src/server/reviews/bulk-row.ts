import { sameUser, type UserKey, type WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { BulkInput } from '#contract/reviews/bulk.ts'
import { isOwnAccess } from '#contract/reviews/self-review.ts'
import { invalid } from '../refused.ts'
import type { Step } from '../rules/change-steps.ts'
import type { BulkRow, BulkWish } from '../rules/plan-in-bulk.ts'
import type { BulkCertification, RowsAlike } from './bulk-store.ts'
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
    onlyUnchanged: choice.unchanged_access ?? false,
    needsNote: choice.unchanged_access === true || choice.last_time_filter !== undefined,
    reason: reason ?? '',
    bulk_id,
    undoes,
  }
}

/** Who is to review rows, and in whose place; without one, in the place of all who do. */
export type GivenReviewers = {
  readonly people: readonly WorkflowUser[]
  readonly replaces: UserKey | undefined
}

/**
 * The people who are to review the rows, with their delegates; undefined where that is not asked for, or is undone. Throws `Refused`
 * InvalidArgument where somebody would replace themselves.
 */
export async function newPeople(
  directory: ReviewerDirectory,
  { change: { reviewers, replaces } }: Pick<BulkInput, 'change'>,
  undoes?: string,
): Promise<GivenReviewers | undefined> {
  if (undoes !== undefined || !reviewers) return undefined
  if (reviewers.length === 0) return { people: [], replaces }
  const people = await directory.resolveReviewers(reviewers, 'change.reviewers')
  if (replaces && people.some((person) => sameUser(person, replaces)))
    throw invalid('change.replaces', 'is one of the new reviewers: choose somebody else')
  return { people: await directory.withDelegates(people, () => true), replaces }
}

/** Whether these are the people, delegates included, whom the preview has shown. */
export function areShown(wanted: GivenReviewers | undefined, shown: readonly WorkflowUser[] | null): boolean {
  const people = wanted?.people ?? []
  return (
    people.length === (shown ?? []).length &&
    people.every((person) => shown?.some((known) => sameUser(known, person)))
  )
}

/** Who reviews a row afterwards; nobody where none of the new people may. A row that is not theirs to give keeps its own. */
function reviewersAfter(
  { people, replaces }: GivenReviewers,
  reviewers: readonly WorkflowUser[],
  mayReview: (person: WorkflowUser) => boolean,
): readonly WorkflowUser[] {
  const allowed = people.filter(mayReview)
  if (!replaces || allowed.length === 0) return allowed
  const place = reviewers.findIndex((person) => sameUser(person, replaces))
  if (place === -1) return reviewers
  const others = reviewers.toSpliced(place, 1)
  // Who is replaced may be a delegate of who comes, and stays then.
  const added = allowed.filter((person) => !others.some((known) => sameUser(known, person)))
  return others.toSpliced(place, 0, ...added)
}

/** Rows that stand alike, as the rules look at each of them. */
export function bulkRowOf(
  { row, source, assigned, unchanged, decidedByActor, undone }: RowsAlike,
  { phase, own, settings, notesAreSet }: BulkCertification,
  actor: Actor,
  wanted: GivenReviewers | undefined,
): BulkRow {
  const prevented =
    settings.self_reviewer_settings.self_reviewer_checking === 'SELF_REVIEWER_CHECKING_ENABLED'
  const mayReview = (person: WorkflowUser) => !prevented || !isOwnAccess(source, person)
  // Who gave rows to others was their reviewer before.
  const was = undone?.before.reviewers.some((person) => sameUser(person, actor.user)) ?? false
  return {
    row,
    unchanged,
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
    decidedByActor,
    undone,
    reviewers: wanted
      ? reviewersAfter(wanted, row.reviewers, mayReview)
      : undone?.before.reviewers.filter(mayReview),
  }
}
