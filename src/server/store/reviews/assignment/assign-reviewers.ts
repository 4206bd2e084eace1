import type { PersonProblem, UnassignedReason } from '#contract/reviews/assignment.ts'
import { sameUser, type UserKey, type WorkflowUser } from '#contract/people.ts'
import type { ReviewerAssignment } from '#contract/reviews/workflow.ts'

/** What a row of imported access says about who could review it: mail addresses or ids of people. */
export type Candidates = {
  readonly source_managers: readonly string[]
  readonly destination_owners: readonly string[]
  readonly reviewers: readonly string[]
}

/** The same with those who may not review it because it is their own access, as `personKey` writes them. */
export type RowCandidates = Candidates & { readonly own: readonly string[] }

/** Who is known, and who may not or cannot review. */
export type Directory = {
  /** A person by mail address, in any case, or by id. */
  find(reference: string): WorkflowUser | undefined
  managerOf(user: UserKey): WorkflowUser | undefined
  /** Why somebody may be given no row at all; undefined for those who may. */
  problemOf(user: UserKey): PersonProblem | undefined
  delegatesOf(user: UserKey): readonly WorkflowUser[]
}

export type Assignment = Pick<
  ReviewerAssignment,
  'users_manager' | 'resource_managers' | 'reviewers' | 'fallback_reviewers'
> & {
  /** Who made the workflow: takes the rows that would stay without anybody although somebody was asked for. */
  readonly creator: WorkflowUser | undefined
}

/** Somebody who was asked for and does not review, by the name that was given, and why; '' where nobody was named. */
export type PassedOver = {
  readonly person: string
  readonly why: UnassignedReason
  /** Of a person in the directory, their key. */
  readonly key?: string
}

/** Who reviews a row, and who was asked for and does not. */
export type Assigned = {
  readonly people: readonly WorkflowUser[]
  readonly passedOver: readonly PassedOver[]
}

/** One text for a person, in which the type cannot run into the id. */
export function personKey({ user_type, id }: UserKey): string {
  return JSON.stringify([user_type, id])
}

/**
 * The reviewers of a row (seed, "ReviewerAssignmentInstructions"; veza-api B.12, B.13): those for every row, the
 * managers that were asked for and those that the import names, together, and the delegates of all. Everybody must be
 * able to decide this very row: in place of a manager who is not stands the manager's manager. Where a manager fails,
 * or nobody is left, the fallback joins; then the workflow's creator; else the row has nobody.
 */
export function reviewersOf(row: RowCandidates, wanted: Assignment, directory: Directory): Assigned {
  const check = createCheck(row, directory)
  const managers = [
    ...(wanted.users_manager ? managersFor(row.source_managers, 'NO_MANAGER', check, directory) : []),
    ...(wanted.resource_managers ? managersFor(row.destination_owners, 'NO_OWNER', check, directory) : []),
  ]
  const usual = [
    ...wanted.reviewers.filter(check.may),
    ...managers.filter((user) => user !== undefined),
    ...row.reviewers.flatMap((reference) => check.find(reference) ?? []),
  ]
  const failed = managers.includes(undefined) || usual.length === 0
  const people = failed ? [...usual, ...wanted.fallback_reviewers.filter(check.may)] : usual
  const anybodyNamed =
    managers.length + wanted.reviewers.length + row.reviewers.length + wanted.fallback_reviewers.length > 0
  if (!anybodyNamed) check.note('', 'NOBODY_ASKED')
  const reviewers =
    people.length > 0 || !anybodyNamed
      ? people
      : [wanted.creator].flatMap((user) => user ?? []).filter(check.may)
  const delegates = reviewers
    .flatMap((user) => directory.delegatesOf(user))
    .filter((user) => !check.problem(user))
  return { people: unique([...reviewers, ...delegates]), passedOver: check.passedOver() }
}

type Check = {
  /** Why somebody may not decide the row; says nothing of it to anybody. */
  readonly problem: (user: UserKey) => PersonProblem | undefined
  /** Whether somebody may; who may not is noted. */
  readonly may: (user: WorkflowUser) => boolean
  /** Who is meant by a mail address or id, if they may. */
  readonly find: (reference: string) => WorkflowUser | undefined
  readonly note: (person: string, why: UnassignedReason) => void
  readonly passedOver: () => readonly PassedOver[]
}

function createCheck({ own }: RowCandidates, directory: Directory): Check {
  const noted = new Map<string, PassedOver>()
  const note = (person: string, why: UnassignedReason, key?: string) =>
    void noted.set(JSON.stringify([person, why]), { person, why, ...(key !== undefined && { key }) })
  const problem = (user: UserKey) =>
    directory.problemOf(user) ?? (own.includes(personKey(user)) ? 'OWN_ACCESS' : undefined)
  const mayAs = (person: string, user: WorkflowUser) => {
    const why = problem(user)
    if (why) note(person, why, personKey(user))
    return why === undefined
  }
  return {
    problem,
    note,
    may: (user) => mayAs(user.email || user.id, user),
    find: (reference) => {
      const person = directory.find(reference)
      if (!person) note(reference, 'UNKNOWN')
      return person && mayAs(reference, person) ? person : undefined
    },
    passedOver: () => [...noted.values()],
  }
}

/** One for each that is named, undefined where that fails; a row that names none has failed too. */
function managersFor(
  references: readonly string[],
  missing: UnassignedReason,
  check: Check,
  directory: Directory,
): readonly (WorkflowUser | undefined)[] {
  if (references.length === 0) {
    check.note('', missing)
    return [undefined]
  }
  return references.map((reference) => {
    const manager = check.find(reference)
    if (manager) return manager
    const known = directory.find(reference)
    const above = known && directory.managerOf(known)
    return above && check.may(above) ? above : undefined
  })
}

function unique(users: readonly WorkflowUser[]): WorkflowUser[] {
  return users.filter((user, index) => users.findIndex((other) => sameUser(user, other)) === index)
}
