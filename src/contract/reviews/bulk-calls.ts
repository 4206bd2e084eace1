import * as z from 'zod/mini'
import { page, value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { mediaTypes } from '../export-job.ts'
import { emptyIsAbsent, safeText } from '../text.ts'
import { Bulk, BulkDifference, BulkInput, bulkRowOutcomes, BulkRow, BulkRun, leftOutReasons } from './bulk.ts'
import { certificationId, CertificationParams, OWN } from './certification-calls.ts'
import { Whole } from './result-queries.ts'

const BULK = `${OWN}/bulk/{bulk_id}` as const
const BulkParams = z.strictObject({
  certification_id: certificationId,
  bulk_id: safeText(64, 'the bulk change'),
})

/** What a press on Run came to: the bulk change runs, or nothing was started because of a `difference`. */
const Started = z.looseObject({ bulk: Bulk, difference: z.nullable(BulkDifference) })

/** Rows of a bulk change that the caller sees now; `hidden` counts the others of that kind, which only its maker may have. */
const BulkRowPage = z.looseObject({ ...page(BulkRow).shape, hidden: z.number() })

function oneOf<const T extends readonly string[]>(values: T) {
  return z.string().check(z.refine((text) => values.includes(text), `must be one of ${values.join(', ')}`))
}

/** The routes of changes of many rows (docs/decisions/0044): a preview, its run as a job, its receipt, its undo. */
export const bulkRoutes = {
  previewBulk: {
    method: 'POST',
    path: `${OWN}/bulk:preview`,
    summary: 'Which rows a change of many would change and which not and why; changes none',
    permission: 'reviews:decide',
    documented: false,
    params: CertificationParams,
    body: BulkInput,
    reply: value(Bulk),
  },
  runBulk: {
    method: 'POST',
    path: `${BULK}:run`,
    summary:
      'Start a previewed change of many rows; starts nothing where something has changed since the preview',
    permission: 'reviews:decide',
    documented: false,
    params: BulkParams,
    body: BulkRun,
    reply: value(Started),
  },
  cancelBulk: {
    method: 'POST',
    path: `${BULK}:cancel`,
    summary: 'Stop a change of many rows: those that still wait are not changed',
    permission: 'reviews:decide',
    documented: false,
    params: BulkParams,
    body: z.strictObject({}),
    reply: value(Bulk),
  },
  undoBulk: {
    method: 'POST',
    path: `${BULK}:undo`,
    summary:
      'Preview of taking a change of many rows back: which rows, and why others are left out; changes none',
    permission: 'reviews:decide',
    documented: false,
    params: BulkParams,
    body: z.strictObject({ reason: z.optional(safeText(2000, 'Why sign-offs are undone, for admins.')) }),
    reply: value(Bulk),
  },
  listBulks: {
    method: 'GET',
    path: `${OWN}/bulk`,
    summary:
      'The changes of many rows of a certification, newest first: those of the caller, or all for who sees all rows',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    query: z.strictObject({ page_token: z.optional(Whole), page_size: z.optional(Whole) }),
    reply: page(Bulk),
  },
  getBulk: {
    method: 'GET',
    path: BULK,
    summary: 'A change of many rows: its preview, its progress and its receipt',
    permission: 'reviews:read',
    documented: false,
    params: BulkParams,
    reply: value(Bulk),
  },
  listBulkRows: {
    method: 'GET',
    path: `${BULK}/rows`,
    summary: 'The rows of a change of many: all, those with one outcome, or those left out for one reason',
    permission: 'reviews:read',
    documented: false,
    params: BulkParams,
    query: z.strictObject({
      outcome: emptyIsAbsent(oneOf(bulkRowOutcomes)),
      left_out: emptyIsAbsent(oneOf(leftOutReasons)),
      page_token: z.optional(Whole),
      page_size: z.optional(Whole),
    }),
    reply: BulkRowPage,
  },
  downloadReceipt: {
    method: 'GET',
    path: `${BULK}/receipt`,
    summary: 'The receipt of a change of many rows as a file: each row with what became of it',
    permission: 'reviews:read',
    documented: false,
    params: BulkParams,
    reply: { kind: 'file', types: [mediaTypes.CSV] },
  },
} as const satisfies Record<string, Route>
