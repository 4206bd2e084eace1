import type { UserKey, WorkflowUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Bulk, BulkDifference, BulkInput, BulkOutcome, LeftOutReason } from '#contract/reviews/bulk.ts'
import type { ReviewPhase } from '#contract/reviews/review-phase.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import type { Identity } from '#contract/reviews/self-review.ts'
import type { Plan, RowState } from '../rules/change-plan.ts'
import type { Undone } from '../rules/undo-in-bulk.ts'
import type { BulkRef } from './bulk-changes.ts'
import type { BulkStanding, KindOfBulkRows, ListedBulkRows, WantedBulkRows } from './bulk-receipts.ts'
import type { ResultQuery } from './reviews.ts'
import type { ReviewerDirectory } from './row-store.ts'

/** The rows that a bulk change is of, with its filters checked and in canonical form. */
export type RowChoice = Pick<ResultQuery, 'filter' | 'mutable_filter' | 'last_time_filter'> & {
  /** Only these, by their ids; undefined for all that the filters find. */
  readonly ids: readonly number[] | undefined
  readonly except: ReadonlySet<number>
  /** Only those that this bulk change has changed, whether or not the actor sees them; undefined but for its undo. */
  readonly undoes?: string
  /** Only rows that are assigned to this person, whoever else reviews them. */
  readonly assigned_to?: UserKey | undefined
  /** Whether only rows with `unchanged` are to be changed; undefined for all. */
  readonly unchangedAccess?: boolean
  /** Whether it is asked whose the decisions are that rows have. */
  readonly asksWhoDecided?: boolean
}

/** Rows of a choice that stand alike, with what the rules ask about each of them. */
export type RowsAlike = {
  readonly ids: readonly number[]
  /** Of each of them, in the same order. */
  readonly versions: readonly number[]
  readonly source: Identity
  readonly row: RowState
  /** Whether they are assigned to the person who acts. */
  readonly assigned: boolean
  /** Whether their access is as it was last time, and was accepted by somebody then. */
  readonly unchanged: boolean
  /** Whether the last decision is that of the person who acts; false where nothing asks for that. */
  readonly decidedByActor: boolean
  /** What is undone, of rows of an undo. */
  readonly undone?: Undone
}

/** The certification of a bulk change, as the person who acts stands to it. */
export type BulkCertification = {
  readonly number: number
  readonly rules_version: number
  readonly phase: ReviewPhase
  /** Whether it is past its due date and has not been expired yet (`expireFirst`). */
  readonly overdue: boolean
  /** Whether the certification is their own to run. */
  readonly own: boolean
  readonly settings: ReviewSettings
  /** Whether somebody has set how notes are asked for; false where the default holds. */
  readonly notesAreSet: boolean
}

/** A bulk change as it is asked for. */
export type NewBulk = {
  readonly bulk_id: string
  readonly input: BulkInput
  /** The bulk change that it undoes, by its id. */
  readonly undoes: string | undefined
  /** Who reviews the rows afterwards, with delegates, of a change that gives them to others. */
  readonly new_reviewers: readonly WorkflowUser[] | undefined
  readonly rules_version: number
  readonly created: Date
  readonly expires: Date
  readonly key?: { readonly key: string; readonly fingerprint: Buffer } | undefined
}

/** Rows of a preview that stand alike. */
export type FrozenRows = {
  readonly chosen: RowsAlike
  /** Whether they are assigned to others alone. */
  readonly others: boolean
  readonly leftOut: LeftOutReason | undefined
}

/** What a preview does in one snapshot of the database; a throw undoes all of it. */
export type OpenBulk = {
  readonly certification: BulkCertification
  /** The rows of a choice that the actor sees, in batches. */
  chosen(choice: RowChoice): AsyncIterable<readonly RowsAlike[]>
  create(bulk: NewBulk): Promise<void>
  addRows(bulk_id: string, rows: readonly FrozenRows[]): Promise<void>
  /** Adds up the preview, once all its rows are there, and reads it. */
  sumUp(bulk_id: string): Promise<Bulk>
}

/** The port to whatever keeps bulk changes: this server's store, or a tenant. */
export type BulkStore = {
  /**
   * Does `work` about a certification of which the actor sees a row, or of which there is a bulk change to undo. Throws `Refused`
   * NotFound where they see none. Of the previews that the actor has never run the oldest goes where there are too many. Undefined, with nothing done, where the key of a new bulk change was used just now.
   */
  inSnapshot<T>(
    actor: Actor,
    of: { readonly certification_id: string; readonly undoes: string | undefined },
    now: Date,
    work: (open: OpenBulk) => Promise<T>,
  ): Promise<T | undefined>
  /**
   * Starts a previewed bulk change of the actor, and has a worker woken for it. Returns what has changed since the preview, and
   * starts nothing, unless that is nothing, or only what is unchanged is to be run; what is not is then a conflict. Throws
   * `Refused` NotFound for one of somebody else, FailedPrecondition for one that was started, or is too old.
   */
  start(actor: Actor, start: BulkStart): Promise<BulkDifference | undefined>
  /** Cancels a bulk change of this person: what still waits is not changed. Throws `Refused` NotFound. */
  cancel(maker: UserKey, bulk_id: string, now: Date): Promise<void>
  /** How the actor stands to a bulk change. Throws `Refused` NotFound where it is not theirs to see. */
  standing(actor: Actor, ref: BulkRef): Promise<BulkStanding>
  /** Those that have been started, newest first: of the actor, or all for who sees the whole. Throws `Refused` NotFound. */
  list(
    actor: Actor,
    listed: ListedBulks,
  ): Promise<{ readonly bulks: readonly Bulk[]; readonly more: boolean }>
  /** Rows of a bulk change that the actor sees now. */
  rows(actor: Actor, standing: BulkStanding, wanted: WantedBulkRows): Promise<ListedBulkRows>
  /** How many rows of a kind the actor does not see now. */
  hidden(actor: Actor, standing: BulkStanding, kind: KindOfBulkRows): Promise<number>
  /** What a person has made under a key before: a preview, or something else (null). */
  madeUnder(
    by: UserKey,
    key: string,
  ): Promise<{ readonly bulk_id: string | null; readonly fingerprint: Buffer } | undefined>
  /** A certification, by its number, as the actor stands to it. */
  certification(actor: Actor, number: number, now: Date): Promise<BulkCertification>
  /** A bulk change as it stands; undefined where there is none of that id. */
  find(bulk_id: string, now: Date): Promise<Bulk | undefined>
  /**
   * Reads the next rows that wait of a bulk change, those behind a row if one is given; undefined where it runs no more. Nobody is
   * kept from changing them until they are written.
   */
  nextRows(maker: Actor, bulk_id: string, now: Date, behind?: number): Promise<NextRows | undefined>
  /**
   * Changes the next rows, and writes down what became of each, in one transaction, which holds the certification. Rows that have
   * changed since they were read wait on, and all where the rules have. False, with nothing done, where the bulk change runs no more.
   */
  writeRows(planned: PlannedRows): Promise<boolean>
  /** Ends a bulk change that runs, and of which no row waits. */
  endRun(bulk_id: string, now: Date): Promise<void>
} & ReviewerDirectory

/** A stretch of the bulk changes of a certification. */
export type ListedBulks = {
  readonly certification_id: string
  readonly offset: number
  readonly limit: number
  readonly now: Date
}

/** Which bulk change is started, by the choice of its preview. */
export type BulkStart = {
  readonly bulk_id: string
  readonly choice: RowChoice
  readonly now: Date
  readonly unchangedOnly: boolean
}

/** The next rows of a bulk change that runs, as they were when they were read. */
export type NextRows = {
  readonly bulk_id: string
  /** What the log says of how it came: `session`, or a key. */
  readonly via: string
  readonly certification: BulkCertification
  /** As it was asked for. */
  readonly input: BulkInput
  /** The bulk change that it undoes, by its id. */
  readonly undoes: string | undefined
  /** Who was to review the rows afterwards when it was previewed. */
  readonly new_reviewers: readonly WorkflowUser[] | null
  /** Whether it is of two rows or more. */
  readonly several: boolean
  readonly rows: readonly RowsAlike[]
  /** Those that the maker sees no more, or that have changed; they are not among `rows`. */
  readonly conflicts: readonly number[]
  /** They are all that wait behind the row with this id, */
  readonly behind: number
  /** up to this one; undefined where none waits. */
  readonly last: number | undefined
}

/** What is to become of the next rows. */
export type PlannedRows = {
  readonly next: NextRows
  readonly maker: WorkflowUser
  readonly changes: readonly BulkChangeOfRows[]
  /** Those that are not changed, and what becomes of them. */
  readonly left: readonly number[]
  readonly leftAs: BulkOutcome
  /** Whether they are too late once the due time has come. */
  readonly untilDue: boolean
}

/** Rows that stand alike, and what becomes of each. */
export type BulkChangeOfRows = { readonly chosen: RowsAlike; readonly plan: Plan }
