import * as z from 'zod/mini'
import { CERTIFICATION, certificationId, CertificationParams, OWN } from './certification-calls.ts'
import { page, value } from '../envelopes.ts'
import { ForcedChange, HistoryEntry, Result, ResultChange, RowsEvent, WebhookInfo } from './result.ts'
import { Positions, PositionsQuery, ResultListQuery, RowsQuery } from './result-queries.ts'
import { LastTime } from './last-time.ts'
import type { Route } from '../route.ts'

const ResultParams = z.strictObject({
  certification_id: certificationId,
  result_id: z.pipe(z.string().check(z.regex(/^\d{1,9}$/, 'must be a whole number')), z.transform(Number)),
})

const empty = z.looseObject({})

/** A row with what was of it last time; without that for who is not shown it. */
export const ListedRow = z.looseObject({ ...Result.shape, last_time: z.optional(LastTime) })
export type ListedRow = z.output<typeof ListedRow>

/** The routes of the rows of a certification: the vendor's (veza-api B) and our own under /app/v1. */
export const resultRoutes = {
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
    reply: page(ListedRow),
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
    summary:
      'Tells of rows of a certification that change, as they change, of those that change together at once; and of rows that the caller sees no more',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    reply: { kind: 'events', event: 'rows', data: RowsEvent },
  },
} as const satisfies Record<string, Route>
