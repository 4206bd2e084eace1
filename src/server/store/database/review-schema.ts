import type { Generated } from 'kysely'
import type { DynamicInformation } from '#contract/reviews/certification.ts'
import type { WorkflowUser } from '#contract/people.ts'
import type { ActionLogEntry, NotificationInfo } from '#contract/reviews/result.ts'

/** An entity as it is stored; the API also shows its properties beside `type`, `id` and `name`. */
export type StoredNode = {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** What an entry of the log adds to its action, actor and time. */
export type LogDetail = Pick<ActionLogEntry, 'note' | 'reviewer_detail' | 'decision_detail'> & {
  readonly reason?: string
  /** True where who decided or signed off was not a reviewer of the row. */
  readonly by_other?: boolean
  /** The bulk change of which this is a part, by its id. */
  readonly bulk?: string
  /** The bulk change that this one undoes, by its id. */
  readonly undoes?: string
}

export type ReviewSchema = {
  person: {
    user_type: string
    id: string
    email: string
    name: string
    roles: string[]
    manager_type: string | null
    manager_id: string | null
    demo: Generated<boolean>
    about: Generated<string>
    search: Generated<string>
    deactivated_at: string | null
    time_zone: string | null
  }
  workflow: {
    workflow_id: string
    name: string
    description: Generated<string>
    owner: WorkflowUser | null
    notes: Generated<string>
    query: Readonly<Record<string, unknown>>
    creator: WorkflowUser | null
    demo: Generated<boolean>
    created_at: string
  }
  snapshot: {
    snapshot_id: Generated<string>
    workflow_id: string
    import_id: string | null
    imported_at: string
    rows: Generated<number>
    complete: Generated<boolean>
  }
  access_row: {
    snapshot_id: string
    row_key: Buffer
    source: StoredNode
    destination: StoredNode
    waypoint: StoredNode | null
    raw_permissions: string[]
    effective_permissions: string[]
    source_managers: string[]
    destination_owners: string[]
    reviewers: string[]
    line: number | null
  }
  certification: CertificationRow & {
    number: Generated<number>
    /** Names of the attributes that entities have, by entity. */
    attributes: Generated<Readonly<Record<string, string[]>>>
  }
  /** `why_unassigned` holds where nobody has reviewed the row since it was gathered. */
  result: ResultRow & { certification: number; why_unassigned: Generated<string[] | null> }
  result_reviewer: { certification: number; result_id: number; user_type: string; user_id: string }
  result_log: {
    certification: number
    seq: string
    result_id: number
    version: number
    action: string
    actor: WorkflowUser
    via: string
    at: string
    detail: LogDetail
  }
  result_peers: {
    certification: number
    result_id: number
    attribute: string
    peer_group: string
    holders: number
    size: number
  }
  /** `detail` is what the contract's `CertificationLogEntry` has beside `action`, `user`, `time` and `via`. */
  certification_log: {
    certification: number
    seq: Generated<string>
    action: string
    actor: WorkflowUser
    via: string
    at: string
    detail: Readonly<Record<string, unknown>>
  }
  outbox_event: {
    id: Generated<string>
    certification: number
    result_id: number | null
    kind: string
    detail: unknown
    at: Generated<string>
  }
  event_reader: { name: string; passed: Generated<string>; missed: Generated<string> }
  operation_key: {
    actor: string
    key: string
    fingerprint: Buffer
    version: number
    certification_id: string | null
    unassigned_count: number | null
    job_id: string | null
    bulk_id: string | null
    at: Generated<string>
  }
  review_setting: { leaf: string; workflow_id: Generated<string>; value: Readonly<Record<string, unknown>> }
  denied_reviewer: { user_type: string; id: string }
  delegation: {
    original_type: string
    original_id: string
    delegate_type: string
    delegate_id: string
  }
}

export type CertificationRow = {
  certification_id: string
  workflow_id: string
  snapshot_id: string | null
  query_used: Readonly<Record<string, unknown>>
  name: string
  notes: string
  due_date: string | null
  due_ns: string | null
  state: string
  published: boolean
  reviewer_assignment: unknown
  dynamic_information: DynamicInformation | null
  reviewers: WorkflowUser[]
  snapshot_time: string | null
  started_at: string | null
  query_completed_at: string | null
  completed_at: string | null
  completed_by: WorkflowUser | null
  expired_at: string | null
  error_reason: string
  creator: WorkflowUser
  creator_type: string
  creator_id: string
  created_at: string
  updated_at: string
  updated_by: WorkflowUser | null
  results_updated_at: string | null
  results_updated_by: WorkflowUser | null
  total_result_count: number
  total_accepted_count: number
  total_rejected_count: number
  total_fixed_count: number
  total_signed_off_count: number
  log_seq: string
  log_time: string
  rules_version: number
  demo: boolean
  held_back: boolean
  held_unassigned: boolean
  changed_by_people: boolean
  superseded_at: string | null
  superseded_by: WorkflowUser | null
  replaced_by: string | null
  replaces: string | null
  /** The certification that its access was compared with, by its number. */
  previous: number | null
}

export type ResultRow = {
  result_id: number
  source: StoredNode
  destination: StoredNode
  waypoint: StoredNode | null
  raw_permissions: string[]
  effective_permissions: string[]
  decision: string
  notes: string
  reviewers: WorkflowUser[]
  signed_off_state: string
  signed_off_at: string | null
  signed_off_by: WorkflowUser | null
  notification_status: string
  notification_response_infos: NotificationInfo[]
  updated_at: string | null
  updated_by: WorkflowUser | null
  version: number
}
