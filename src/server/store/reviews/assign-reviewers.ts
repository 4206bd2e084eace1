import { sameUser, type UserKey, type WorkflowUser } from '#contract/people.ts'
import type { ReviewerAssignment } from '#contract/workflow.ts'

/** What a row of imported access says about who could review it: mail addresses or ids of people. */
export type Candidates = {
  readonly source_managers: readonly string[]
  readonly destination_owners: readonly string[]
  readonly reviewers: readonly string[]
}

/** Who is known, and who may not or cannot review. */
export type Directory = {
  /** A person by mail address, in any case, or by id. */
  find(reference: string): WorkflowUser | undefined
  managerOf(user: UserKey): WorkflowUser | undefined
  isDenied(user: UserKey): boolean
  delegatesOf(user: UserKey): readonly WorkflowUser[]
}

export type Assignment = Pick<
  ReviewerAssignment,
  'users_manager' | 'resource_managers' | 'reviewers' | 'fallback_reviewers'
> & {
  /** Who answers for the workflow: takes the rows that would stay without anybody although somebody was asked for. */
  readonly creator: WorkflowUser | undefined
}

/**
 * The reviewers of a row (seed, "ReviewerAssignmentInstructions"; veza-api B.12, B.13): those for every row, the
 * managers that were asked for, those that the import names, and the delegates of all. Nobody of the deny list is
 * among them: in place of such a manager stands the manager's manager, else the fallback, else the workflow's creator.
 */
export function reviewersOf(row: Candidates, wanted: Assignment, directory: Directory): WorkflowUser[] {
  const allowed = (user: WorkflowUser | undefined) => user !== undefined && !directory.isDenied(user)
  const managers = [
    ...(wanted.users_manager ? managersFor(row.source_managers, directory) : []),
    ...(wanted.resource_managers ? managersFor(row.destination_owners, directory) : []),
  ]
  const failed = managers.includes(undefined)
  const named = row.reviewers.map((reference) => directory.find(reference))
  const usual = [...wanted.reviewers, ...managers, ...named, ...(failed ? wanted.fallback_reviewers : [])]
  const people = usual.filter((user) => user !== undefined).filter(allowed)
  const asked = managers.length + wanted.reviewers.length + row.reviewers.length > 0
  const found = people.length > 0 || !asked ? people : lastResort(wanted).filter(allowed)
  const delegates = found.flatMap((user) => directory.delegatesOf(user)).filter(allowed)
  return unique([...found, ...delegates])
}

/** One for each that is named, undefined where that fails; a row that names none has failed too. */
function managersFor(
  references: readonly string[],
  directory: Directory,
): readonly (WorkflowUser | undefined)[] {
  return references.length === 0 ? [undefined] : references.map((one) => managerFor(one, directory))
}

function managerFor(reference: string, directory: Directory): WorkflowUser | undefined {
  const manager = directory.find(reference)
  if (!manager || !directory.isDenied(manager)) return manager
  const above = directory.managerOf(manager)
  return above && !directory.isDenied(above) ? above : undefined
}

function lastResort({ fallback_reviewers, creator }: Assignment): WorkflowUser[] {
  if (fallback_reviewers.length > 0) return [...fallback_reviewers]
  return creator ? [creator] : []
}

function unique(users: readonly WorkflowUser[]): WorkflowUser[] {
  return users.filter((user, index) => users.findIndex((other) => sameUser(user, other)) === index)
}
