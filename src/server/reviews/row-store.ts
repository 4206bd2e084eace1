import type { WorkflowUser, WorkflowUserInput } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { HistoryEntry, Result } from '#contract/reviews/result.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import type { Identity } from '#contract/reviews/self-review.ts'
import type { ActorRuleInput, Plan, RowState } from '../rules/change-plan.ts'
import type { ChangeConditions } from './reviews.ts'

/**
 * The row that a change was planned on. The change is written only while the row and its certification are still the
 * same.
 */
export type PlannedOn = {
  /** The number of the certification in the store. */
  readonly number: number
  readonly rules_version: number
  readonly result_id: number
  readonly version: number
  readonly row: RowState
}

/** A row and everything that the rules need to know about a change of it. */
export type RuleInput = PlannedOn & {
  readonly source: Identity
  readonly actor: ActorRuleInput
  readonly settings: ReviewSettings
  /** Whether somebody has set how notes are asked for; false where the default holds. */
  readonly notesAreSet: boolean
  /** Whether the certification is past its due date and has not been expired yet (`expireFirst`). */
  readonly overdue: boolean
}

/** Which row a request wants to change, and under which key. */
export type RowTarget = {
  readonly certification_id: string
  readonly result_id: number
  readonly key: string | undefined
  /** How many entries the change adds to the row's log at most. */
  readonly entries: number
}

/** What was done under an idempotency key before: the version that came of it, and the fingerprint of the request. */
export type EarlierChange = { readonly version: number; readonly fingerprint: Buffer }

/** A change that the rules allow, ready to be written. */
export type PlannedChange = Pick<ChangeConditions, 'key' | 'fingerprint'> & {
  readonly plan: Plan
  /** Whether it may be written only before the certification's due date. */
  readonly untilDue: boolean
}

/** The port to whatever keeps rows: this server's store, or a tenant. */
export type RowStore = {
  /**
   * Reads, in one query, what was done under the key before and the row with what the rules need; either is undefined
   * where there is none that the actor sees.
   */
  readRuleInput(
    actor: Actor,
    target: RowTarget,
    now: Date,
  ): Promise<{ readonly earlier: EarlierChange | undefined; readonly input: RuleInput | undefined }>
  /**
   * Writes a planned change in one transaction: row, reviewers, log, counters, event and key. Returns false, and
   * writes nothing, where the row, its certification or the key have changed since they were read, or the due date
   * has come.
   */
  writeChange(actor: Actor, on: PlannedOn, planned: PlannedChange): Promise<boolean>
  /**
   * The row as it is now, and the log entries after a version, oldest first; undefined where the actor sees no such
   * row.
   */
  readSince(
    actor: Actor,
    row: Pick<PlannedOn, 'number' | 'result_id'> & { readonly certification_id: string },
    version: number,
  ): Promise<{ readonly value: Result; readonly entries: readonly HistoryEntry[] } | undefined>
} & ReviewerDirectory

/** Who may review rows. */
export type ReviewerDirectory = {
  /**
   * The people whom a request names as reviewers. Throws `Refused` InvalidArgument with a violation, under `field`,
   * for each who cannot be assigned any row.
   */
  resolveReviewers(inputs: readonly WorkflowUserInput[], field: string): Promise<readonly WorkflowUser[]>
  /**
   * The people, followed by their delegates, each once. Delegates who may not review, or whom `mayReview` turns down,
   * are left out.
   */
  withDelegates(
    people: readonly WorkflowUser[],
    mayReview: (person: WorkflowUser) => boolean,
  ): Promise<readonly WorkflowUser[]>
}
