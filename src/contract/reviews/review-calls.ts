import * as z from 'zod/mini'
import { AssignmentCount, publishDoubts } from './assignment.ts'
import {
  Certification,
  CertificationChange,
  CertificationInput,
  ChangedCertification,
  Snapshot,
} from './certification.ts'
import { page, value } from '../envelopes.ts'
import { findsPeople, Person, WorkflowUser } from '../people.ts'
import {
  ForcedChange,
  HistoryEntry,
  Result,
  ResultChange,
  ReviewerInfo,
  RowEvent,
  WebhookInfo,
} from './result.ts'
import { PositionsQuery, ResultListQuery, RowsQuery, Whole } from './result-queries.ts'
import type { Route } from '../route.ts'
import { safeText } from '../text.ts'
import { Workflow } from './workflow.ts'

/** How many results a page holds when the request does not say, and at most (veza-api 0.4). */
export const resultPageSizes = { usual: 100, most: 2000 } as const
/** So many bytes of rows a page holds at most; where they are large it is shorter, and says that there is more. */
export const maxPageBytes = 512 * 1024
/** How many rows can be asked for by their ids at once. */
export const maxRowsByIds = 200

const AWF = '/api/preview/awf'
const CERTIFICATIONS = `${AWF}/certifications`
const CERTIFICATION = `${CERTIFICATIONS}/{certification_id}` as const
const OWN = '/app/v1/certifications/{certification_id}'

const certification = safeText(255, 'the certification')
const CertificationParams = z.strictObject({ certification_id: certification })
const ResultParams = z.strictObject({
  certification_id: certification,
  result_id: z.pipe(z.string().check(z.regex(/^\d{1,9}$/, 'must be a whole number')), z.transform(Number)),
})

/**
 * The rows of a list in its order, frozen when it was asked for, as runs of consecutive ids: start, length, start,
 * length … `seq` is the last entry of the certification's log that the list knows of.
 */
export const Positions = z.looseObject({ total: z.number(), runs: z.array(z.number()), seq: z.number() })
export type Positions = z.output<typeof Positions>

/** What the review screen needs to know of a certification besides itself. */
export const ReviewContext = z.looseObject({
  workflow_name: z.string(),
  workflow_description: z._default(z.string(), ''),
  /** Whether the caller runs the certification as its own (`RowSituation.own`). */
  own: z.boolean(),
  /** The settings that hold, by leaf (`ReviewSettings`). */
  settings: z.looseObject({}),
  /** Names of the attributes that its entities have, for columns and filters. */
  attributes: z.looseObject({
    source: z.array(z.string()),
    destination: z.array(z.string()),
    waypoint: z.array(z.string()),
  }),
  /** Rows that await the caller: assigned to them and not signed off. */
  my_open_rows: z.number(),
  /** Rows that are assigned to the caller, and those of them that have a decision. */
  my_rows: z._default(z.number(), 0),
  my_decided_rows: z._default(z.number(), 0),
})
export type ReviewContext = z.output<typeof ReviewContext>

/** What those who run a review need to know of it besides its counts, of the rows that the caller sees. */
export const Standing = z.looseObject({
  /** The rows that nobody reviews now. */
  assignment: AssignmentCount,
  /** Those who review rows and would not be given them now; `problem` is a `PersonProblem`. */
  reviewer_problems: z.array(z.looseObject({ reviewer: WorkflowUser, problem: z.string() })),
  /** Decided rows whose last decision was that of somebody who was not their reviewer. */
  decided_by_others: z.number(),
})
export type Standing = z.output<typeof Standing>

/** Which doubts about publishing a review have been looked at. */
const Publishing = z.strictObject({
  confirm: z._default(
    z
      .array(z.enum(publishDoubts, { error: `takes ${publishDoubts.join(', ')}` }))
      .check(z.describe('What a publication is refused for unless it is named here.')),
    [],
  ),
})

const empty = z.looseObject({})

const parameters = 'developers/api/workflows/parameters'

/** The calls of access reviews (veza-api B), and our own beside them. */
export const reviewRoutes = {
  listWorkflows: {
    method: 'GET',
    path: `${AWF}/workflows`,
    summary: 'List Workflows',
    permission: 'reviews:read',
    documented: parameters,
    reply: page(Workflow),
  },
  listSnapshots: {
    method: 'GET',
    path: '/app/v1/workflows/{workflow_id}/snapshots',
    summary: 'The imported access that certifications of a workflow can be made from, newest first',
    permission: 'reviews:run',
    documented: false,
    params: z.strictObject({ workflow_id: safeText(255, 'the workflow') }),
    reply: page(Snapshot),
  },
  listCertifications: {
    method: 'GET',
    path: CERTIFICATIONS,
    summary: 'List Certifications',
    permission: 'reviews:read',
    documented: 'developers/api/workflows/listaccesscertifications',
    query: z.strictObject({
      workflow_id: z.optional(safeText(255, 'only those of this workflow')),
      page_token: z.optional(Whole),
      page_size: z.optional(Whole),
    }),
    reply: page(Certification),
  },
  getCertification: {
    method: 'GET',
    path: CERTIFICATION,
    summary: 'Get Certification',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    reply: value(Certification),
  },
  createCertification: {
    method: 'POST',
    path: CERTIFICATIONS,
    summary: 'Create Certification',
    permission: 'reviews:run',
    documented: 'developers/api/workflows/createcertification',
    body: CertificationInput,
    reply: z.looseObject({
      certification_id: z.string(),
      // Ours: how many of its rows nobody will review.
      unassigned_count: z._default(z.number(), 0),
    }),
  },
  checkCertification: {
    method: 'POST',
    path: '/app/v1/certifications:check',
    summary:
      'How many rows a certification would have, and how many of them nobody would review; makes nothing',
    permission: 'reviews:run',
    documented: false,
    body: CertificationInput,
    reply: value(AssignmentCount),
  },
  updateCertification: {
    method: 'PATCH',
    path: CERTIFICATION,
    summary: 'Change name, notes, due date or reviewers of a certification',
    permission: 'reviews:run',
    documented: false,
    params: CertificationParams,
    body: CertificationChange,
    reply: value(ChangedCertification),
  },
  publishCertification: {
    method: 'POST',
    path: `${CERTIFICATION}:publish`,
    summary:
      'Publish a draft; refused for rows without reviewers and a missing due date, unless these are confirmed',
    permission: 'reviews:run',
    documented: false,
    params: CertificationParams,
    body: Publishing,
    reply: value(ChangedCertification),
  },
  completeCertification: {
    method: 'POST',
    path: `${CERTIFICATION}:complete`,
    summary: 'Complete a certification',
    permission: 'reviews:run',
    documented: false,
    params: CertificationParams,
    body: z.strictObject({}),
    reply: value(ChangedCertification),
  },
  deleteCertification: {
    method: 'DELETE',
    path: OWN,
    summary:
      'Put a draft, or a certification without rows, that nobody has changed out of use; its rows stay',
    permission: 'reviews:run',
    documented: false,
    params: CertificationParams,
    reply: { kind: 'empty' },
  },
  listResults: {
    method: 'GET',
    path: `${CERTIFICATION}/results`,
    summary: 'List Certification Results',
    permission: 'reviews:read',
    documented: 'developers/api/workflows/listaccesscertresults',
    params: CertificationParams,
    query: ResultListQuery,
    reply: page(Result),
  },
  getResult: {
    method: 'GET',
    path: `${CERTIFICATION}/results/{result_id}`,
    summary: 'Get Certification Result',
    permission: 'reviews:read',
    documented: 'developers/api/workflows/getaccesscertresult',
    params: ResultParams,
    reply: value(Result),
  },
  updateResult: {
    method: 'PUT',
    path: `${CERTIFICATION}/results`,
    summary: 'Update Certification Result',
    permission: 'reviews:decide',
    documented: 'developers/api/workflows/updateaccesscertresult',
    params: CertificationParams,
    body: z.strictObject({ value: ResultChange }),
    reply: empty,
  },
  forceUpdateResult: {
    method: 'POST',
    path: `${CERTIFICATION}/results:force_update`,
    summary: 'Force Update Result',
    permission: 'reviews:force',
    documented: 'developers/api/workflows/forceupdateresult',
    params: CertificationParams,
    body: z.strictObject({ value: ForcedChange }),
    reply: empty,
  },
  putWebhookInfo: {
    method: 'PUT',
    path: `${CERTIFICATION}/results:update_webhook_info`,
    summary: 'Update Webhook Info (the older spelling)',
    permission: 'hooks:write',
    documented: 'developers/api/workflows/updatewebhookinfo',
    params: CertificationParams,
    body: WebhookInfo,
    reply: empty,
  },
  postWebhookInfo: {
    method: 'POST',
    path: `${CERTIFICATION}/results:update_webhook_info`,
    summary: 'Update Webhook Info',
    permission: 'hooks:write',
    documented: 'developers/api/workflows/updatewebhookinfo',
    params: CertificationParams,
    body: WebhookInfo,
    reply: empty,
  },
  listReviewerInfos: {
    method: 'GET',
    path: `${CERTIFICATION}/reviewer_infos`,
    summary: 'List Reviewer Infos',
    permission: 'reviews:read',
    documented: 'developers/api/workflows/listreviewerinfo',
    params: CertificationParams,
    reply: page(ReviewerInfo),
  },
  listPositions: {
    method: 'GET',
    path: `${OWN}/positions`,
    summary: 'The ids of the rows that a filter finds, in order, to be read as they come into view',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    query: PositionsQuery,
    reply: value(Positions),
  },
  listRows: {
    method: 'GET',
    path: `${OWN}/rows`,
    summary: 'Results by their ids, without their action logs; ids that the caller cannot see are left out',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    query: RowsQuery,
    reply: page(Result),
  },
  listHistory: {
    method: 'GET',
    path: `${OWN}/results/{result_id}/history`,
    summary: 'The whole log of a row, sign-offs and reports of integrations included, oldest first',
    permission: 'reviews:read',
    documented: false,
    params: ResultParams,
    reply: page(HistoryEntry),
  },
  watchCertification: {
    method: 'GET',
    path: `${OWN}/changes`,
    summary: 'Tells of rows of a certification that change, as they change',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    reply: { kind: 'events', event: 'row', data: RowEvent },
  },
  getReviewContext: {
    method: 'GET',
    path: `${OWN}/context`,
    summary: 'What the review screen needs besides the certification: settings, columns, my open rows',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    reply: value(ReviewContext),
  },
  getStanding: {
    method: 'GET',
    path: `${OWN}/standing`,
    summary:
      'Rows without reviewers, reviewers who may not review, and decisions of people who were not reviewers',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    reply: value(Standing),
  },
  searchPeople: {
    method: 'GET',
    path: '/app/v1/people',
    summary: 'People who can be made reviewers, by a part of their name or email',
    permission: 'reviews:assign',
    documented: false,
    query: z.strictObject({
      search: safeText(200, 'Words that all stand in the name or the email').check(
        z.refine(findsPeople, 'needs three letters or digits, or one of Han, Kana or Hangul'),
      ),
    }),
    reply: page(Person),
  },
} as const satisfies Record<string, Route>
