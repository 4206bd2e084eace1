import type { AssignmentCount, PublishDoubt } from '#contract/reviews/assignment.ts'
import type {
  Certification,
  CertificationChange,
  CertificationInput,
  Snapshot,
} from '#contract/reviews/certification.ts'
import type { EntityNode, ReviewEntity } from '#contract/reviews/entities/entity-calls.ts'
import type { PeerFact } from '#contract/reviews/entities/peers.ts'
import type {
  CertificationLogEntry,
  Ending,
  EndInput,
  ReviewerStanding,
} from '#contract/reviews/operator/ending.ts'
import type { Order } from '#contract/order.ts'
import type { Person, WorkflowUser, WorkflowUserInput } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type {
  ForcedChange,
  HistoryEntry,
  Result,
  ResultChange,
  ReviewerInfo,
  RowsEvent,
  WebhookInfo,
} from '#contract/reviews/result.ts'
import type { GroupedPositions } from '#contract/reviews/result-groups.ts'
import type { GoneAccess, SinceLastTime } from '#contract/reviews/last-time.ts'
import type { ListedRow } from '#contract/reviews/result-calls.ts'
import type { Positions } from '#contract/reviews/result-queries.ts'
import type { ReviewContext, Standing } from '#contract/reviews/review-context.ts'
import type { Delegation } from '#contract/reviews/review-settings-calls.ts'
import type { SettingLeaf } from '#contract/reviews/review-settings.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import type { Filter } from '#scim/ast.ts'
import type { BulkChanges } from './bulk-changes.ts'

/** Which rows a list has, and in which order. The filters are checked and in canonical form. */
export type ResultQuery = {
  readonly filter: Filter | undefined
  readonly mutable_filter: Filter | undefined
  /** Over what was of the access last time; refused where the reader is not shown that. */
  readonly last_time_filter?: Filter | undefined
  readonly order: Order
}

/**
 * A part of a list: `limit` rows from position `offset`, 0 being the first, or before it where `backwards`. A `whole`
 * is refused where it is too large for one page; any other is made shorter.
 */
export type Stretch = {
  readonly offset: number
  readonly limit: number
  readonly backwards: boolean
  readonly whole?: boolean
}

/**
 * The preconditions of a change: the version that its author saw, and the idempotency key under which a repeat gets
 * the first answer.
 */
export type ChangeConditions = {
  readonly version: number | undefined
  readonly key: string | undefined
  /** SHA-256 of everything that the request asks for; a repeat under the same key has the same. */
  readonly fingerprint: Buffer
}

/** The result of a change: the new version of the row, and whether it was made by an earlier, equal request. */
export type Changed = { readonly version: number; readonly replayed: boolean }

/**
 * The version of a certification that its author saw when they changed it as a whole. At another version the change
 * is refused with PreconditionFailed (412), with `{value: Certification}` as `current` if they may read it.
 */
export type SeenVersion = Pick<ChangeConditions, 'version'>

/** A new certification, made by this request or by an earlier, equal one. */
export type Created = {
  readonly certification_id: string
  /** How many of its rows will have no reviewer, as counted when it was made. */
  readonly unassigned_count: number
  readonly replayed: boolean
}

/**
 * The port of the handlers to reviews: this server's store and use cases, or a tenant. Every method answers about
 * what the actor cannot see as if it did not exist: undefined, or `Refused` NotFound.
 */
export type Reviews = {
  readonly bulks: BulkChanges
  listWorkflows(actor: Actor): Promise<readonly Workflow[]>
  listSnapshots(actor: Actor, workflow_id: string): Promise<readonly Snapshot[]>
  listCertifications(actor: Actor, workflow_id: string | undefined): Promise<readonly Certification[]>
  getCertification(actor: Actor, certification_id: string): Promise<Certification | undefined>
  /**
   * Makes a certification, also where rows of it will have no reviewer; their number is in the result. Without `on`
   * the request has no key. Throws `Refused`: InvalidArgument, or KeyReused where the key was used for another
   * request.
   */
  createCertification(
    actor: Actor,
    input: CertificationInput,
    on?: Omit<ChangeConditions, 'version'>,
  ): Promise<Created>
  /** How many rows `createCertification` would make from this input, and how many of them would have no reviewer. */
  checkCertification(input: CertificationInput): Promise<AssignmentCount>
  updateCertification(
    actor: Actor,
    certification_id: string,
    change: CertificationChange,
    on?: SeenVersion,
  ): Promise<Certification>
  /** Publishes a draft. Throws `Refused` FailedPrecondition with a violation for each doubt that is not `confirmed`. */
  publishCertification(
    actor: Actor,
    certification_id: string,
    confirmed: readonly PublishDoubt[],
    on?: SeenVersion,
  ): Promise<Certification>
  /**
   * Moves the due date to now and brings about what it brings (`expire`). Throws `Refused` PreconditionFailed where that would
   * come to something else than was seen.
   */
  endCertification(
    actor: Actor,
    certification_id: string,
    input: EndInput,
    on?: SeenVersion,
  ): Promise<Certification>
  completeCertification(actor: Actor, certification_id: string, on?: SeenVersion): Promise<Certification>
  /**
   * Takes a certification out of use. Throws `Refused` FailedPrecondition where it has begun, or a person has changed
   * something in it.
   */
  deleteCertification(actor: Actor, certification_id: string, on?: SeenVersion): Promise<void>
  /**
   * A page of rows with their action logs (the documented three actions), and whether more follow. It is shorter than
   * asked for where the rows are larger than `maxPageBytes`; a `whole` is refused then, with InvalidArgument.
   */
  listResults(
    actor: Actor,
    certification_id: string,
    query: ResultQuery,
    stretch: Stretch,
  ): Promise<{ readonly rows: readonly Result[]; readonly more: boolean }>
  getResult(actor: Actor, certification_id: string, result_id: number): Promise<Result | undefined>
  listPositions(actor: Actor, certification_id: string, query: ResultQuery): Promise<Positions>
  /** The same with the rows in groups, by a `group_by` of the contract (`isGrouping`). */
  listGroups(
    actor: Actor,
    certification_id: string,
    query: ResultQuery & { readonly group_by: string },
  ): Promise<GroupedPositions>
  /** The rows with these ids, in the order of the ids, without logs, with what was of them last time for who is shown that. Rows that the actor cannot see are left out. */
  listRows(actor: Actor, certification_id: string, ids: readonly number[]): Promise<readonly ListedRow[]>
  listHistory(actor: Actor, certification_id: string, result_id: number): Promise<readonly HistoryEntry[]>
  listReviewerInfos(actor: Actor, certification_id: string): Promise<readonly ReviewerInfo[]>
  getReviewContext(actor: Actor, certification_id: string): Promise<ReviewContext>
  getStanding(actor: Actor, certification_id: string): Promise<Standing>
  /** NotFound also for who is not shown what was last time. */
  getSinceLastTime(actor: Actor, certification_id: string): Promise<SinceLastTime>
  /** Access of the certification before that is not in this one; NotFound for who does not see the whole of both. */
  listGone(
    actor: Actor,
    certification_id: string,
    stretch: Pick<Stretch, 'offset' | 'limit'>,
  ): Promise<{ readonly rows: readonly GoneAccess[]; readonly more: boolean }>
  /** Throws `Refused` NotFound where the actor sees no row of that person or resource. */
  getEntity(actor: Actor, certification_id: string, ref: EntityRef): Promise<ReviewEntity>
  /** Null where there is no such fact, or it is not for the actor. */
  getPeers(actor: Actor, certification_id: string, result_id: number): Promise<PeerFact | null>
  /** Throws `Refused` PermissionDenied for whoever sees the certification and does not run it. */
  getEnding(actor: Actor, certification_id: string): Promise<Ending>
  /** Both throw `Refused` NotFound for whoever does not see the whole certification. */
  listReviewers(actor: Actor, certification_id: string): Promise<readonly ReviewerStanding[]>
  listCertificationLog(actor: Actor, certification_id: string): Promise<readonly CertificationLogEntry[]>
  /**
   * Changes a row. Throws `Refused`: NotFound, PermissionDenied, InvalidArgument or FailedPrecondition by the rules;
   * PreconditionFailed at another version, with `{value: Result, entries: HistoryEntry[]}` as `current`; KeyReused.
   */
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
  /** Sets a setting for one workflow, or for all where none is named. `value` is checked against its schema. */
  putSetting(
    leaf: SettingLeaf,
    workflow_id: string | undefined,
    value: Readonly<Record<string, unknown>>,
  ): Promise<void>
  /**
   * Emits an event for each changed row that the actor can see, until the signal is aborted. Resolves once it
   * listens.
   */
  watch(
    actor: Actor,
    certification_id: string,
    emit: (event: RowsEvent) => void,
    signal: AbortSignal,
  ): Promise<void>
}

/** A person (`source`) or a resource (`destination`) of rows. */
export type EntityRef = { readonly node: EntityNode; readonly type: string; readonly id: string }

/** A delegation as requests give it: a reviewer, and who stands in for them. */
export type DelegationInput = {
  readonly original_user: WorkflowUserInput
  readonly delegate_user: WorkflowUserInput
}
