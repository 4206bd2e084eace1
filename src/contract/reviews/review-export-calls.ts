import * as z from 'zod/mini'
import { value } from '../envelopes.ts'
import { ExportJob, ExportRef, mediaTypes } from '../export-job.ts'
import type { Route } from '../route.ts'
import { optionalText } from '../text.ts'
import { certificationId, CertificationParams, OWN } from './certification-calls.ts'
import { PositionsQuery, resultFilters } from './result-queries.ts'

const EXPORTS = '/api/preview/awf/exports/access_review'
const EXPORT = `${EXPORTS}/{export_id}` as const
const pages = 'developers/api/workflows/access-review-exports'

/** What is exported of which certification (veza-api B.9), in the filters and the order of its list. */
export const ReviewExportBody = z.strictObject({
  ...resultFilters,
  certification_id: certificationId,
  format: z.union([z.literal(0), z.literal(6)], { error: 'must be 0 (CSV) or 6 (XLSX)' }),
  title: z.optional(
    optionalText(30, 'The name of the sheet.').check(
      z.refine(
        (text) => !/[[\]:*?/\\]|^'|'$|^history$/i.test(text),
        'must not have any of []:*?/\\, nor begin or end with an apostrophe, nor be History',
      ),
    ),
  ),
  previous_certification_id: z.optional(
    optionalText(
      255,
      'Another certification that the rows are compared with, of which the caller sees the whole.',
    ),
  ),
})
export type ReviewExportBody = z.output<typeof ReviewExportBody>

const { certification_id: _path, previous_certification_id: _other, ...ofList } = ReviewExportBody.shape
/** The same for a list that asks about last time too, which the vendor's call does not know. */
export const ListExportBody = z.strictObject({ ...ofList, ...PositionsQuery.shape })

/**
 * Files of the rows of a certification. The vendor documents creating and polling; the path of the download is cut off in its
 * pages and follows the other calls.
 */
export const reviewExportRoutes = {
  createReviewExport: {
    method: 'POST',
    path: `${EXPORTS}:create`,
    summary: 'Create Access Review Export',
    permission: 'reviews:export',
    documented: pages,
    body: ReviewExportBody,
    reply: z.looseObject({ export_id: z.string(), id: z.string() }),
  },
  exportList: {
    method: 'POST',
    path: `${OWN}:export`,
    summary: 'The same for a list that also asks about what was last time',
    permission: 'reviews:export',
    documented: false,
    params: CertificationParams,
    body: ListExportBody,
    reply: z.looseObject({ export_id: z.string(), id: z.string() }),
  },
  getReviewExport: {
    method: 'GET',
    path: EXPORT,
    summary: 'Get Access Review Export',
    permission: 'reviews:export',
    documented: pages,
    params: ExportRef,
    reply: value(ExportJob),
  },
  downloadReviewExport: {
    method: 'GET',
    path: `${EXPORT}:download`,
    summary: 'A file of a finished export of a review: its rows, or with `file=history` their whole log',
    permission: 'reviews:export',
    documented: false,
    params: ExportRef,
    query: z.strictObject({
      file: z._default(z.enum(['rows', 'history'], { error: 'must be rows or history' }), 'rows'),
    }),
    reply: { kind: 'file', types: [mediaTypes.CSV, mediaTypes.XLSX], ranges: true },
  },
  cancelReviewExport: {
    method: 'POST',
    path: `${EXPORT}:cancel`,
    summary: 'Stop an export of a review that is not over',
    permission: 'reviews:export',
    documented: false,
    params: ExportRef,
    body: z.strictObject({}),
    reply: value(ExportJob),
  },
} as const satisfies Record<string, Route>
