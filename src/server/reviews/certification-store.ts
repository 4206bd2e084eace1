import type { AssignmentCount } from '#contract/reviews/assignment.ts'
import type { Certification, CertificationInput } from '#contract/reviews/certification.ts'
import type { WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'
import type { Identity } from '#contract/reviews/self-review.ts'
import type { ReviewerAssignment } from '#contract/reviews/workflow.ts'
import type { DueColumns } from '../rules/due-date.ts'
import type { ChangeConditions, Created } from './reviews.ts'
import type { ReviewerDirectory } from './row-store.ts'

/** A certification as it is kept, as far as running it asks about it. */
export type StoredCertification = DueColumns & {
  readonly number: number
  readonly name: string
  readonly notes: string
  readonly state: string
  readonly published: boolean
  readonly expired_at: string | null
  readonly completed_at: string | null
  readonly error_reason: string
  readonly reviewers: readonly WorkflowUser[]
  readonly total_result_count: number
  readonly total_accepted_count: number
  readonly total_rejected_count: number
  readonly total_fixed_count: number
  readonly total_signed_off_count: number
  readonly changed_by_people: boolean
  /** The number of the last entry of its log. */
  readonly log_seq: string
  readonly rules_version: number
  /** Whether the actor runs it. */
  readonly own: boolean
  readonly settings: ReviewSettings
}

/** What running a certification changes of it. */
export type CertificationUpdate = Partial<
  DueColumns & {
    readonly name: string
    readonly notes: string
    readonly state: string
    readonly published: boolean
    readonly expired_at: string | null
    readonly completed_at: string
    readonly completed_by: WorkflowUser
    readonly changed_by_people: boolean
  }
>

/** What a certification is made from: all of it was found to be there. */
export type CertificationPlan = {
  readonly input: CertificationInput
  readonly query: Readonly<Record<string, unknown>>
  readonly workflow_creator: WorkflowUser | null
  /** Null where there is none yet, which the search then finds out. */
  readonly snapshot_id: string | null
  readonly assignment: ReviewerAssignment
}

/** A key under which a person has a certification made. */
export type KeyUse = Pick<ChangeConditions, 'fingerprint'> & {
  readonly by: WorkflowUser
  readonly key: string
}
type MadeUnderKey = Omit<Created, 'replayed'>

/** A row that may still be changed, and whom it is to be given to. */
export type OpenRow = {
  readonly result_id: number
  readonly version: number
  readonly reviewers: readonly WorkflowUser[]
  readonly source: Identity
}
export type NewReviewers = { readonly row: OpenRow; readonly reviewers: readonly WorkflowUser[] }

/** Who does something, and when. */
export type ActorNow = { readonly actor: Actor; readonly now: Date }

/** What is there to be done to certifications while a transaction is open; what throws leaves nothing done. */
export type OpenCertifications = ReviewerDirectory & {
  /** The number of a certification that the actor sees. Throws `Refused` NotFound. */
  find(actor: Actor, certification_id: string): Promise<number>
  /** Waits for whoever is at a certification and locks it until the transaction ends. */
  lock(actor: Actor, number: number): Promise<StoredCertification>
  /** The same for whoever needs nothing of it. */
  waitFor(number: number): Promise<void>
  /** Locks a certification that is overdue; undefined where it is not, or somebody else is at it. */
  lockOverdue(
    number: number,
    now: Date,
  ): Promise<Pick<StoredCertification, 'log_seq' | 'settings'> | undefined>
  getCertification(actor: Actor, certification_id: string, now: Date): Promise<Certification | undefined>
  /** Changes columns, and says who did it and when. */
  save(number: number, by: ActorNow, update: CertificationUpdate): Promise<void>
  addEvent(number: number, kind: 'certification_published' | 'certification_completed'): Promise<void>
  /** How many rows nobody reviews now. */
  unassigned(number: number): Promise<AssignmentCount>
  /** Why a certification may not go, in a sentence; undefined when no person has changed anything in it. */
  changedByPeople(number: number): Promise<string | undefined>
  supersede(
    number: number,
    by: { readonly by: WorkflowUser; readonly at: string; readonly replaced_by: undefined },
  ): Promise<void>
  /** Writes down, with its event, that a certification has expired at its due date. */
  markExpired(number: number, now: Date): Promise<void>
  /** Signs off what is not, and rejects it with a note unless its decision is one of `keeps`. */
  rejectOpenRows(
    number: number,
    how: { readonly note: string; readonly keeps: readonly Decision[]; readonly now: Date },
  ): Promise<void>
  /** Some thousands of the rows that are not signed off, those after a `result_id`, in its order; -1 begins. */
  openRows(number: number, after: number): Promise<readonly OpenRow[]>
  /** Gives rows other reviewers, with an entry in the log of each. Returns the time of the last. */
  giveRows(number: number, by: ActorNow, changes: readonly NewReviewers[]): Promise<string>
  /** Notes whom the certification names as its reviewers. */
  nameReviewers(number: number, people: readonly WorkflowUser[]): Promise<void>
  /** Takes away the time limit of a request: all rows of a certification may change. */
  takeTime(): Promise<void>
  /** Tells of what changed row by row after an entry of the log. */
  announce(number: number, log_seq: string): Promise<void>
  /** Throws `Refused` InvalidArgument for an unknown workflow, snapshot or reviewer. */
  planCertification(input: CertificationInput): Promise<CertificationPlan>
  /** Stores a certification that is searching. */
  addCertification(
    plan: CertificationPlan,
    made: { readonly creator: WorkflowUser; readonly due: DueColumns; readonly now: Date },
  ): Promise<{ readonly certification_id: string; readonly number: number }>
  /**
   * What this person has done under a key before, undefined when nothing; `made` is undefined where it was no
   * certification. Others who use the same key of theirs wait until the transaction ends.
   */
  usedBefore(
    use: KeyUse,
  ): Promise<(Pick<KeyUse, 'fingerprint'> & { readonly made: MadeUnderKey | undefined }) | undefined>
  /** Remembers which certification was made under a key. Returns false where the key was used for a row just now. */
  noteMade(use: KeyUse, made: MadeUnderKey): Promise<boolean>
}

/** What running certifications needs of whatever keeps them: this server's store, or a tenant. */
export type CertificationStore = Pick<OpenCertifications, 'getCertification' | 'planCertification'> & {
  /** Does all of `work` in one transaction, or nothing when it throws. */
  inTransaction<T>(work: (open: OpenCertifications) => Promise<T>): Promise<T>
  /** The numbers of the certifications that are overdue. */
  listOverdue(now: Date): Promise<readonly number[]>
  /** How many rows a certification would have, and how many of them nobody would review, and why. */
  countAssignment(plan: CertificationPlan): Promise<AssignmentCount>
  /** Begins to bring in the rows of a certification; nobody waits for the end. */
  gather(number: number): void
}
