import type { WorkflowUser, WorkflowUserInput } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { HistoryEntry, Result } from '#contract/reviews/result.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import type { Identity } from '#contract/reviews/self-review.ts'
import type { ActorRuleInput, Plan, RowState } from '../rules/change-plan.ts'
import type { ChangeConditions } from './reviews.ts'

/** The row that a change is planned on, and that which it may only be made on. */
export type PlannedOn = {
  /** That of the certification in the store. */
  readonly number: number
  readonly rules_version: number
  readonly result_id: number
  readonly version: number
  readonly row: RowState
}

/** A row as somebody is about to change it, with all that the rules ask about. */
export type RuleInput = PlannedOn & {
  readonly source: Identity
  readonly actor: ActorRuleInput
  readonly settings: ReviewSettings
  /** Whether somebody has set how notes are asked for, or the default holds. */
  readonly notesAreSet: boolean
  /** Whether the due time has come, and what it brings to the rows has not been brought about yet. */
  readonly overdue: boolean
}

/** The change that a person means. */
export type RowTarget = {
  readonly certification_id: string
  readonly result_id: number
  readonly key: string | undefined
  /** How many entries of the log it comes to, at most. */
  readonly entries: number
}

/** What was done under a key before. */
export type EarlierChange = { readonly version: number; readonly fingerprint: Buffer }

/** A change as it is to be written. */
export type PlannedChange = Pick<ChangeConditions, 'key' | 'fingerprint'> & {
  readonly plan: Plan
  /** Whether it counts only before the due time of the certification. */
  readonly untilDue: boolean
}

/** What changing a row needs from the store: this server's, or a tenant's. */
export type RowStore = {
  /** What was done under the key before, and the row, undefined when there is none that the actor sees; in one read. */
  readRuleInput(
    actor: Actor,
    target: RowTarget,
    now: Date,
  ): Promise<{ readonly earlier: EarlierChange | undefined; readonly input: RuleInput | undefined }>
  /**
   * Makes a planned change: row, reviewers, log, counters, event and key in one transaction. Returns false, with nothing
   * done, when the row, its certification or the key have changed since they were read, or the due time has come.
   */
  writeChange(actor: Actor, on: PlannedOn, planned: PlannedChange): Promise<boolean>
  /** The row as it is, and what was done to it since a version, oldest first; undefined when the actor sees no such row. */
  readSince(
    actor: Actor,
    row: Pick<PlannedOn, 'number' | 'result_id'> & { readonly certification_id: string },
    version: number,
  ): Promise<{ readonly value: Result; readonly entries: readonly HistoryEntry[] } | undefined>
} & ReviewerDirectory

/** Who may be given rows. */
export type ReviewerDirectory = {
  /** Throws `Refused` InvalidArgument that names by `field` who cannot be assigned to any row. */
  resolveReviewers(inputs: readonly WorkflowUserInput[], field: string): Promise<readonly WorkflowUser[]>
  /**
   * People with those to whom their rows are delegated behind them, each once; delegates who may be given no rows, or whom
   * `mayReview` turns down, are left out.
   */
  withDelegates(
    people: readonly WorkflowUser[],
    mayReview: (person: WorkflowUser) => boolean,
  ): Promise<readonly WorkflowUser[]>
}
