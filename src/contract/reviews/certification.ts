import * as z from 'zod/mini'
import { parseInstant } from '#std/instant.ts'
import { WorkflowUser, WorkflowUserInput } from '../people.ts'
import { editDoubts } from './assignment.ts'
import { ReviewerAssignmentInput, WorkflowQuery } from './workflow.ts'
import { isBlank, optionalText, safeText } from '../text.ts'

const Time = z._default(z.nullable(z.string()), null)
const User = z._default(z.nullable(WorkflowUser), null)
const OtherId = z._default(z.nullable(z.string()), null)
const Total = z._default(z.number(), 0)
/** An empty name is none; one that looks like none is a mistake. */
const Name = optionalText(1024, 'Shown in place of the workflow and the date.').check(
  z.refine((text) => text === '' || !isBlank(text), 'must be empty or hold something that can be seen'),
)

/** The identities that a certification is limited to, as replies carry it (veza-api B.4). */
export const DynamicInformation = z.looseObject({
  identities: z.array(z.looseObject({ type: z.string(), id: z.string() })),
})
export type DynamicInformation = z.output<typeof DynamicInformation>

/**
 * One run of a workflow (seed, "Certification Properties"). Times are RFC 3339 in UTC or null. `state` is one of the
 * vendor's three; beside it `published` is false for a draft, `expired_at` is the due date once it has passed and
 * `error_reason` why there are no rows; the state of one that was replaced or deleted is CERT_STATE_SUPERSEDED, ours too. `total_complete_count` = accepted + rejected + fixed. A reviewer's counters
 * cover their own rows, which `counts_cover` says. `version` is ours: it counts the changes of the certification as a
 * whole and of the settings that hold for it, not those of its rows, and is its ETag.
 */
export const Certification = z.looseObject({
  certification_id: z.string(),
  workflow_id: z.string(),
  version: z._default(z.number(), 0),
  query_used: z._default(WorkflowQuery, {}),
  dynamic_information: z._default(z.nullable(DynamicInformation), null),
  name: z._default(z.string(), ''),
  notes: z._default(z.string(), ''),
  due_date: Time,
  reviewers: z._default(z.array(WorkflowUser), []),
  state: z.string(),
  snapshot_time: Time,
  started_at: Time,
  query_completed_at: Time,
  completed_at: Time,
  created_by: User,
  completed_by: User,
  creator: User,
  created_at: Time,
  updated_at: Time,
  updated_by: User,
  results_updated_at: Time,
  results_updated_by: User,
  error_reason: z._default(z.string(), ''),
  expired_at: Time,
  total_result_count: Total,
  total_complete_count: Total,
  total_rejected_count: Total,
  total_accepted_count: Total,
  total_fixed_count: Total,
  total_signed_off_count: Total,
  published: z._default(z.boolean(), true),
  counts_cover: z._default(z.string(), 'all'),
  superseded_at: Time,
  superseded_by: User,
  /** The certification that took the place of this one, and the one whose place this one took; null for none. */
  replaced_by: OtherId,
  replaces: OtherId,
})
export type Certification = z.output<typeof Certification>

/** What a key that may change a certification and not read it is told of one that it changed: which, and its version. */
const CertificationReceipt = z.looseObject({ certification_id: z.string(), version: z.number() })

/**
 * The answer to a change of a certification: the certification, or its id and version alone for a key that may not
 * read it.
 */
export const ChangedCertification = z.union([Certification, CertificationReceipt])
export type ChangedCertification = z.output<typeof ChangedCertification>

/** Whether the answer to a change is the whole certification, not the receipt for a key that may not read it. */
export function isWhole(changed: ChangedCertification): changed is Certification {
  return typeof changed['state'] === 'string'
}

const DueDate = z
  .string()
  .check(
    z.refine(
      (text) => parseInstant(text) !== undefined,
      'must be a date and time of the years 1678 to 2261 with its offset, such as 2026-01-31T17:00:00Z',
    ),
  )

/** The same as requests give it: a row counts whose source has the type and the id. */
const DynamicInformationInput = z.strictObject({
  identities: z
    .array(
      z.strictObject({
        id: safeText(255, 'the id of the source'),
        type: safeText(255, 'the type of the source, such as `OktaUser`'),
        previous_manager_id: z.optional(optionalText(255, 'Not supported yet.')),
      }),
    )
    .check(
      z.minLength(1, 'must name at least one identity: without dynamic_information all rows are taken'),
      z.maxLength(10_000, 'takes at most 10000 identities'),
    ),
})

/**
 * The body of a new certification (veza-api B.4). `due_date` and `publish` are ours. What the vendor takes and we do not
 * is read all the same, so that `refuseNotSupported` can say so.
 */
export const CertificationInput = z.strictObject({
  workflow_id: safeText(255, 'the workflow to run'),
  data_source: z._default(
    z.literal([0, 1, 2], {
      error: 'must be 0 (current data), 1 (most recent snapshot) or 2 (the given snapshot)',
    }),
    0,
  ),
  snapshot_id: z.optional(z.union([optionalText(255, 'the snapshot'), z.number()])),
  name: z._default(Name, ''),
  notes: z._default(optionalText(10_000, 'For everybody who reads the certification.'), ''),
  due_date: z.optional(z.nullable(DueDate)),
  reviewer_assignment: z.optional(ReviewerAssignmentInput),
  reviewer_assignment_second_level: z.optional(ReviewerAssignmentInput),
  automation_ids: z.optional(z.array(safeText(255, 'an automation'))),
  final_approval_level: z.optional(z.literal([1, 2], { error: 'must be 1 or 2' })),
  dynamic_information: z.optional(DynamicInformationInput),
  publish: z._default(z.boolean(), true),
})
export type CertificationInput = z.output<typeof CertificationInput>

/**
 * What may be changed of a certification (seed: name, notes, reviewers and due date). `reviewers` replaces the list;
 * `confirm` says which doubts about that have been looked at.
 */
export const CertificationChange = z.strictObject({
  name: z.optional(Name),
  notes: z.optional(optionalText(10_000, 'For everybody who reads the certification.')),
  due_date: z.optional(z.nullable(DueDate)),
  reviewers: z.optional(z.array(WorkflowUserInput).check(z.maxLength(100, 'takes at most 100 people'))),
  confirm: z.optional(
    z
      .array(z.enum(editDoubts, { error: `takes ${editDoubts.join(', ')}` }))
      .check(z.describe('What a change of the reviewers is refused for unless it is named here.')),
  ),
})
export type CertificationChange = z.output<typeof CertificationChange>

/** One import of access from which certifications can be made; `rows` is how many rows it has. */
export const Snapshot = z.looseObject({
  snapshot_id: z.string(),
  workflow_id: z.string(),
  imported_at: z.string(),
  rows: z.number(),
})
export type Snapshot = z.output<typeof Snapshot>
