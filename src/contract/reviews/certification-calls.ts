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
import { findsPeople, Person } from '../people.ts'
import { ReviewerInfo } from './result.ts'
import { Whole } from './result-queries.ts'
import { ReviewContext, Standing } from './review-context.ts'
import type { Route } from '../route.ts'
import { safeText } from '../text.ts'
import { Workflow } from './workflow.ts'

const AWF = '/api/preview/awf'
const CERTIFICATIONS = `${AWF}/certifications`
/** The path of one certification in the vendor's API. */
export const CERTIFICATION = `${CERTIFICATIONS}/{certification_id}` as const
/** The path of one certification in our own API. */
export const OWN = '/app/v1/certifications/{certification_id}'

/** The schema of a certification's id, as paths and bodies take it. */
export const certificationId = safeText(255, 'the certification')
/** The path parameters of calls about one certification. */
export const CertificationParams = z.strictObject({ certification_id: certificationId })

/** Which doubts about publishing a review have been looked at. */
const Publishing = z.strictObject({
  confirm: z._default(
    z
      .array(z.enum(publishDoubts, { error: `takes ${publishDoubts.join(', ')}` }))
      .check(z.describe('What a publication is refused for unless it is named here.')),
    [],
  ),
})

const parameters = 'developers/api/workflows/parameters'

/** The routes of workflows and certifications: the vendor's (veza-api B) and our own under /app/v1. */
export const certificationRoutes = {
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
  listReviewerInfos: {
    method: 'GET',
    path: `${CERTIFICATION}/reviewer_infos`,
    summary: 'List Reviewer Infos',
    permission: 'reviews:read',
    documented: 'developers/api/workflows/listreviewerinfo',
    params: CertificationParams,
    reply: page(ReviewerInfo),
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
