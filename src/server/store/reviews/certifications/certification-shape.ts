import type { Certification } from '#contract/reviews/certification.ts'
import type { WorkflowUser } from '#contract/people.ts'
import type { CertificationRow } from '../../database/review-schema.ts'

/** A certification as it is read, with the `people` who have rows for who sees the whole, else with what the seen rows say. */
export type ReadCertification = CertificationRow & {
  readonly whole: boolean
  /** `expired_at` as of the reading, whether or not the job has been there. */
  readonly expired_by_now: string | null
  readonly people: WorkflowUser[] | null
  readonly own_total: string | null
  readonly own_accepted: string | null
  readonly own_rejected: string | null
  readonly own_fixed: string | null
  readonly own_signed_off: string | null
  readonly own_updated_at: string | null
  readonly own_updated_by: WorkflowUser | null
  readonly own_people: WorkflowUser[] | null
}

/** A certification as the API shows it (seed, "Certification Properties"). `reviewers` are the people who have rows. */
export function toCertification(row: ReadCertification): Certification {
  return {
    certification_id: row.certification_id,
    workflow_id: row.workflow_id,
    version: row.rules_version,
    name: row.name,
    notes: row.notes,
    due_date: row.due_date,
    state: row.state,
    snapshot_time: row.snapshot_time,
    started_at: row.started_at,
    query_completed_at: row.query_completed_at,
    completed_at: row.completed_at,
    created_by: row.creator,
    completed_by: row.completed_by,
    creator: row.creator,
    created_at: row.created_at,
    updated_at: row.updated_at,
    updated_by: row.updated_by,
    error_reason: row.error_reason,
    expired_at: row.expired_by_now,
    published: row.published,
    ...(row.whole ? everything(row) : share(row)),
  }
}

function everything(row: ReadCertification) {
  return {
    query_used: row.query_used,
    dynamic_information: row.dynamic_information,
    reviewers: row.people ?? row.reviewers,
    results_updated_at: row.results_updated_at,
    results_updated_by: row.results_updated_by,
    ...counters({
      total: row.total_result_count,
      accepted: row.total_accepted_count,
      rejected: row.total_rejected_count,
      fixed: row.total_fixed_count,
      signedOff: row.total_signed_off_count,
    }),
    counts_cover: 'all',
    superseded_at: row.superseded_at,
    superseded_by: row.superseded_by,
    replaced_by: row.replaced_by,
    replaces: row.replaces,
  }
}

/** What the search was, who else reviews and when others decided is not for those who see only some rows. */
function share(row: ReadCertification) {
  return {
    query_used: {},
    dynamic_information: null,
    reviewers: row.own_people ?? [],
    results_updated_at: row.own_updated_at,
    results_updated_by: row.own_updated_by,
    ...counters({
      total: Number(row.own_total),
      accepted: Number(row.own_accepted),
      rejected: Number(row.own_rejected),
      fixed: Number(row.own_fixed),
      signedOff: Number(row.own_signed_off),
    }),
    counts_cover: 'yours',
    superseded_at: null,
    superseded_by: null,
    replaced_by: null,
    replaces: null,
  }
}

type Counts = Readonly<Record<'total' | 'accepted' | 'rejected' | 'fixed' | 'signedOff', number>>

function counters({ total, accepted, rejected, fixed, signedOff }: Counts) {
  return {
    total_result_count: total,
    total_complete_count: accepted + rejected + fixed,
    total_rejected_count: rejected,
    total_accepted_count: accepted,
    total_fixed_count: fixed,
    total_signed_off_count: signedOff,
  }
}
