import type { AssignmentCount, PublishDoubt } from '#contract/reviews/assignment.ts'
import type {
  Certification,
  CertificationChange,
  CertificationInput,
  Snapshot,
} from '#contract/reviews/certification.ts'
import type { Order } from '#contract/order.ts'
import type { Person, WorkflowUser, WorkflowUserInput } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type {
  ForcedChange,
  HistoryEntry,
  Result,
  ResultChange,
  ReviewerInfo,
  RowEvent,
  WebhookInfo,
} from '#contract/reviews/result.ts'
import type { Positions } from '#contract/reviews/result-queries.ts'
import type { ReviewContext, Standing } from '#contract/reviews/review-context.ts'
import type { Delegation } from '#contract/reviews/review-settings-calls.ts'
import type { SettingLeaf } from '#contract/reviews/review-settings.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import type { Filter } from '#scim/ast.ts'

/** Which rows of a certification a list shows and in what order; filters are checked and in canonical form. */
export type ResultQuery = {
  readonly filter: Filter | undefined
  readonly mutable_filter: Filter | undefined
  readonly order: Order
}

/**
 * A stretch of a list by position, counted from its start. One that is asked for as a `whole` is not made shorter where
 * its rows are large, but refused.
 */
export type Stretch = {
  readonly offset: number
  readonly limit: number
  readonly backwards: boolean
  readonly whole?: boolean
}

/** On what a change depends: the version that its author saw, and the key under which a repeat finds its answer. */
export type ChangeConditions = {
  readonly version: number | undefined
  readonly key: string | undefined
  /** SHA-256 of what was asked for under the key. */
  readonly fingerprint: Buffer
}

/** What a change came to: the row's new version, and whether the answer is that of an earlier, equal request. */
export type Changed = { readonly version: number; readonly replayed: boolean }

/**
 * The version of a certification that a change of it as a whole depends on: 412 at another, with `{value: Certification}`
 * as `current` for who may read it.
 */
export type SeenVersion = Pick<ChangeConditions, 'version'>

/** A certification that was made, now or by an earlier, equal request. */
export type Created = {
  readonly certification_id: string
  /** How many of its rows nobody will review, as it was told when it was made. */
  readonly unassigned_count: number
  readonly replayed: boolean
}

/**
 * Reviews behind the handlers: the store of this server, or a tenant. Every method takes who asks, and answers about
 * what they cannot see as about what does not exist: undefined, or `Refused` with NotFound.
 */
export type Reviews = {
  listWorkflows(actor: Actor): Promise<readonly Workflow[]>
  listSnapshots(actor: Actor, workflow_id: string): Promise<readonly Snapshot[]>
  listCertifications(actor: Actor, workflow_id: string | undefined): Promise<readonly Certification[]>
  getCertification(actor: Actor, certification_id: string): Promise<Certification | undefined>
  /**
   * Never refuses for rows that nobody can review: it says how many these are. Throws `Refused`: 400, and 422 for a key
   * that was used for another request; without `on` there is no key.
   */
  createCertification(
    actor: Actor,
    input: CertificationInput,
    on?: Omit<ChangeConditions, 'version'>,
  ): Promise<Created>
  /** What `createCertification` would come to, before it is made. */
  checkCertification(input: CertificationInput): Promise<AssignmentCount>
  updateCertification(
    actor: Actor,
    certification_id: string,
    change: CertificationChange,
    on?: SeenVersion,
  ): Promise<Certification>
  /** Throws `Refused` FailedPrecondition, naming each doubt in it, for those that are not confirmed. */
  publishCertification(
    actor: Actor,
    certification_id: string,
    confirmed: readonly PublishDoubt[],
    on?: SeenVersion,
  ): Promise<Certification>
  completeCertification(actor: Actor, certification_id: string, on?: SeenVersion): Promise<Certification>
  /** Throws `Refused` FailedPrecondition for one that has begun, or in which a person has changed something. */
  deleteCertification(actor: Actor, certification_id: string, on?: SeenVersion): Promise<void>
  /**
   * Rows with their action logs (the documented three actions), and whether more follow; fewer than asked for where they
   * come to more than `maxPageBytes`. Throws `Refused` InvalidArgument for a whole that does.
   */
  listResults(
    actor: Actor,
    certification_id: string,
    query: ResultQuery,
    stretch: Stretch,
  ): Promise<{ readonly rows: readonly Result[]; readonly more: boolean }>
  getResult(actor: Actor, certification_id: string, result_id: number): Promise<Result | undefined>
  listPositions(actor: Actor, certification_id: string, query: ResultQuery): Promise<Positions>
  /** Rows by id in the order of the ids, without logs; those that the actor cannot see are left out. */
  listRows(actor: Actor, certification_id: string, ids: readonly number[]): Promise<readonly Result[]>
  listHistory(actor: Actor, certification_id: string, result_id: number): Promise<readonly HistoryEntry[]>
  listReviewerInfos(actor: Actor, certification_id: string): Promise<readonly ReviewerInfo[]>
  getReviewContext(actor: Actor, certification_id: string): Promise<ReviewContext>
  getStanding(actor: Actor, certification_id: string): Promise<Standing>
  /** Throws `Refused`: 404, 403, 400 by the rules, 412 with `{value: Result, entries: HistoryEntry[]}` as `current`, 422. */
  updateResult(
    actor: Actor,
    certification_id: string,
    change: ResultChange,
    on: ChangeConditions,
  ): Promise<Changed>
  forceUpdateResult(
    actor: Actor,
    certification_id: string,
    change: ForcedChange,
    on: ChangeConditions,
  ): Promise<Changed>
  updateWebhookInfo(actor: Actor, certification_id: string, info: WebhookInfo): Promise<void>
  searchPeople(text: string): Promise<readonly Person[]>
  listDenied(): Promise<readonly WorkflowUser[]>
  addDenied(users: readonly WorkflowUserInput[]): Promise<void>
  removeDenied(users: readonly WorkflowUserInput[]): Promise<void>
  listDelegations(): Promise<readonly Delegation[]>
  addDelegations(values: readonly DelegationInput[]): Promise<void>
  removeDelegations(values: readonly DelegationInput[]): Promise<void>
  getSetting(leaf: SettingLeaf, workflow_id: string | undefined): Promise<Readonly<Record<string, unknown>>>
  /** `value` is checked against the leaf's schema. */
  putSetting(
    leaf: SettingLeaf,
    workflow_id: string | undefined,
    value: Readonly<Record<string, unknown>>,
  ): Promise<void>
  /** Tells of changed rows that the actor can see, until the signal is aborted. Returns once it has begun to listen. */
  watch(
    actor: Actor,
    certification_id: string,
    emit: (event: RowEvent) => void,
    signal: AbortSignal,
  ): Promise<void>
}

export type DelegationInput = {
  readonly original_user: WorkflowUserInput
  readonly delegate_user: WorkflowUserInput
}
