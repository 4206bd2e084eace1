import type { CertificationChange } from '#contract/reviews/certification.ts'
import type { Certification } from '#contract/reviews/certification.ts'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { sameUser } from '#contract/people.ts'
import type { NewCertification } from '#queries/reviews/use-certification-changes.ts'
import { fromWall, toWall } from '#table/clauses/zoned-time.ts'

/** A new certification while it is being filled in. `due` is as a date input writes it, '' for none. */
export type Draft = {
  readonly workflow_id: string
  /** A snapshot's id, or '' for the newest import. */
  readonly snapshot_id: string
  readonly name: string
  readonly notes: string
  readonly due: string
  readonly users_manager: boolean
  readonly resource_managers: boolean
  readonly reviewers: readonly WorkflowUser[]
  readonly fallback_reviewers: readonly WorkflowUser[]
  readonly publish: boolean
}

/** Nothing filled in yet; the rows keep the reviewers that the import names. */
export const emptyDraft: Draft = {
  workflow_id: '',
  snapshot_id: '',
  name: '',
  notes: '',
  due: '',
  users_manager: false,
  resource_managers: false,
  reviewers: [],
  fallback_reviewers: [],
  publish: true,
}

/** What the contract takes, of a draft whose due date was written on the clock of `zone` (IANA name). */
export function inputOf(draft: Draft, zone: string): NewCertification {
  const { workflow_id, snapshot_id, name, notes, due, publish } = draft
  const { users_manager, resource_managers } = draft
  const [reviewers, fallback_reviewers] = [draft.reviewers.map(keyOf), draft.fallback_reviewers.map(keyOf)]
  const assigned = users_manager || resource_managers || reviewers.length > 0 || fallback_reviewers.length > 0
  return {
    workflow_id,
    ...(snapshot_id === '' ? { data_source: 1 as const } : { data_source: 2 as const, snapshot_id }),
    name,
    notes,
    ...(due === '' ? {} : { due_date: fromWall(due, zone) }),
    ...(assigned
      ? { reviewer_assignment: { users_manager, resource_managers, reviewers, fallback_reviewers } }
      : {}),
    publish,
  }
}

/** What can be changed of a certification, while it is being changed. */
export type EditDraft = Pick<Draft, 'name' | 'notes' | 'due' | 'reviewers'>

/** A certification as it stands; its due date on the clock of `zone`, to the minute. */
export function editDraftOf({ name, notes, due_date, reviewers }: Certification, zone: string): EditDraft {
  return { name, notes, due: due_date ? toWall(due_date, zone).slice(0, 16) : '', reviewers }
}

/** Only what differs from how the certification stood: nobody's change of another field is undone. */
export function changeOf(before: EditDraft, draft: EditDraft, zone: string): CertificationChange {
  const { name, notes, due, reviewers } = draft
  return {
    ...(name === before.name ? {} : { name }),
    ...(notes === before.notes ? {} : { notes }),
    ...(due === before.due ? {} : { due_date: due === '' ? null : fromWall(due, zone) }),
    ...(sameUsers(reviewers, before.reviewers) ? {} : { reviewers: reviewers.map(keyOf) }),
  }
}

/** The fields in which two drafts differ. */
export function changedFields(a: EditDraft, b: EditDraft): readonly (keyof EditDraft)[] {
  const texts = (['name', 'notes', 'due'] as const).filter((field) => a[field] !== b[field])
  return sameUsers(a.reviewers, b.reviewers) ? texts : [...texts, 'reviewers']
}

const keyOf = ({ user_type, id }: UserKey) => ({ user_type, id })

function sameUsers(a: readonly UserKey[], b: readonly UserKey[]): boolean {
  return a.length === b.length && a.every((user) => b.some((known) => sameUser(known, user)))
}
