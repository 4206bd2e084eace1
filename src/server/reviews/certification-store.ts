import type { AssignmentCount } from '#contract/reviews/assignment.ts'
import type { Certification, CertificationInput } from '#contract/reviews/certification.ts'
import type { CertificationLogEntry, SeenEnding } from '#contract/reviews/operator/ending.ts'
import type { WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import type { Decision } from '#contract/reviews/review-enums.ts'
import type { Identity } from '#contract/reviews/self-review.ts'
import type { ReviewerAssignment } from '#contract/reviews/workflow.ts'
import type { DueColumns } from '../rules/due-date.ts'
import type { ChangeConditions, Created } from './reviews.ts'
import type { ReviewerDirectory } from './row-store.ts'

/** A locked certification: the columns that running it needs. Times are RFC 3339 in UTC. */
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
  /** The time of that entry (RFC 3339 in UTC); '' where it has none. */
  readonly log_time: string
  readonly rules_version: number
  /** Whether the actor runs it. */
  readonly own: boolean
  readonly settings: ReviewSettings
}

/** The columns of a certification that running it changes. */
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

/** A new certification whose workflow, snapshot and reviewers were found to exist. */
export type CertificationPlan = {
  readonly input: CertificationInput
  readonly query: Readonly<Record<string, unknown>>
  readonly workflow_creator: WorkflowUser | null
  /** Null where the workflow has no snapshot yet: the certification then fails when its rows are gathered. */
  readonly snapshot_id: string | null
  readonly assignment: ReviewerAssignment
}

/** An idempotency key of a person, and the fingerprint of what they ask for under it. */
export type KeyUse = Pick<ChangeConditions, 'fingerprint'> & {
  readonly by: WorkflowUser
  readonly key: string
}
type MadeUnderKey = Omit<Created, 'replayed'>

/** A row that is not signed off, as far as giving it to other reviewers needs it. */
export type OpenRow = {
  readonly result_id: number
  readonly version: number
  readonly reviewers: readonly WorkflowUser[]
  readonly source: Identity
}
/** A row and the people who are to review it from now on. */
export type NewReviewers = { readonly row: OpenRow; readonly reviewers: readonly WorkflowUser[] }

/** What is written down about a certification as a whole. */
export type NewLogEntry = Pick<CertificationLogEntry, 'reason' | 'old_due_date' | 'new_due_date'> & {
  readonly action: 'ENDED'
  readonly actor: Actor
  /** RFC 3339 in UTC. */
  readonly at: string
}

/** Who does something, and when. */
export type ActorNow = { readonly actor: Actor; readonly now: Date }

/**
 * What can be done to certifications inside a transaction; a throw undoes all of it. `number` is a certification's
 * number in the store.
 */
export type OpenCertifications = ReviewerDirectory & {
  /** The number of a certification that the actor sees. Throws `Refused` NotFound. */
  find(actor: Actor, certification_id: string): Promise<number>
  /** Locks a certification until the transaction ends, after waiting for others who hold it. */
  lock(actor: Actor, number: number): Promise<StoredCertification>
  /** Waits for and takes the same lock, and reads nothing. */
  waitFor(number: number): Promise<void>
  /**
   * Locks a certification that is past its due date and not expired yet. Undefined where it is not, or where somebody
   * else holds the lock.
   */
  lockOverdue(
    number: number,
    now: Date,
  ): Promise<Pick<StoredCertification, 'log_seq' | 'settings'> | undefined>
  getCertification(actor: Actor, certification_id: string, now: Date): Promise<Certification | undefined>
  /** Changes columns of a certification and notes who did it and when. */
  save(number: number, by: ActorNow, update: CertificationUpdate): Promise<void>
  addEvent(number: number, kind: 'certification_published' | 'certification_completed'): Promise<void>
  /** The rows of the certification that are not signed off, as far as its end needs them. */
  openRowCounts(number: number): Promise<Pick<SeenEnding, 'open' | 'undecided' | 'settled'>>
  /** Writes down what was done to the certification as a whole. */
  addLogEntry(number: number, entry: NewLogEntry): Promise<void>
  /** How many rows of the certification have no reviewer, and why. */
  unassigned(number: number): Promise<AssignmentCount>
  /** Why a certification may not be deleted, as a sentence; undefined where no person has changed anything in it. */
  changedByPeople(number: number): Promise<string | undefined>
  supersede(
    number: number,
    by: { readonly by: WorkflowUser; readonly at: string; readonly replaced_by: undefined },
  ): Promise<void>
  /** Marks a certification as expired at its due date, with the event of that. */
  markExpired(number: number, now: Date): Promise<void>
  /**
   * Signs off all rows that are not signed off; rejects them first, with a note, unless their decision is one of
   * `keeps`.
   */
  rejectOpenRows(
    number: number,
    how: { readonly note: string; readonly keeps: readonly Decision[]; readonly now: Date },
  ): Promise<void>
  /**
   * The next few thousand rows that are not signed off, ordered by `result_id`: those after the id `after`, -1 for
   * the first.
   */
  openRows(number: number, after: number): Promise<readonly OpenRow[]>
  /** Gives rows to other reviewers, each with an entry in its log. Returns the time of the last entry (RFC 3339). */
  giveRows(number: number, by: ActorNow, changes: readonly NewReviewers[]): Promise<string>
  /** Sets whom the certification itself names as its reviewers. */
  nameReviewers(number: number, people: readonly WorkflowUser[]): Promise<void>
  /** Lifts the time limit of a request for this transaction: all rows of a certification may change in it. */
  takeTime(): Promise<void>
  /** Sends an event for each row that was changed after the log entry `log_seq`. */
  announce(number: number, log_seq: string): Promise<void>
  /**
   * Checks that what a new certification names exists. Throws `Refused` InvalidArgument for an unknown workflow,
   * snapshot or reviewer.
   */
  planCertification(input: CertificationInput): Promise<CertificationPlan>
  /** Stores a new certification, whose rows are still to be gathered. */
  addCertification(
    plan: CertificationPlan,
    made: { readonly creator: WorkflowUser; readonly due: DueColumns; readonly now: Date },
  ): Promise<{ readonly certification_id: string; readonly number: number }>
  /**
   * What this person did under a key before; undefined where nothing. `made` is undefined where it was something else
   * than making a certification. Other requests of theirs with the same key wait until the transaction ends.
   */
  usedBefore(
    use: KeyUse,
  ): Promise<(Pick<KeyUse, 'fingerprint'> & { readonly made: MadeUnderKey | undefined }) | undefined>
  /**
   * Stores which certification was made under a key. False where the key was used for a change of a row in the
   * meantime.
   */
  noteMade(use: KeyUse, made: MadeUnderKey): Promise<boolean>
}

/** The port to whatever keeps certifications: this server's store, or a tenant. */
export type CertificationStore = Pick<OpenCertifications, 'getCertification' | 'planCertification'> & {
  /** Runs `work` in one transaction; undoes all of it when it throws. */
  inTransaction<T>(work: (open: OpenCertifications) => Promise<T>): Promise<T>
  /** The numbers of the certifications that are past their due date and not expired yet. */
  listOverdue(now: Date): Promise<readonly number[]>
  /** How many rows the planned certification would have, how many of them would have no reviewer, and why. */
  countAssignment(plan: CertificationPlan): Promise<AssignmentCount>
  /** Starts gathering the rows of a certification, after `first`, and returns at once. */
  gather(number: number, first?: () => Promise<unknown>): void
}
