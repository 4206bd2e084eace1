import * as z from 'zod/mini'
import { value } from '../envelopes.ts'
import type { Route } from '../route.ts'
import { ExportJob, ExportRef, mediaTypes } from '../export-job.ts'
import { ExportBody, ExportQuery, OwnExportQuery } from './export.ts'

const LIFECYCLE = '/api/private/lifecycle_management'
const EXPORT = `${LIFECYCLE}/exports/{export_id}` as const

/**
 * Files of action events (veza-api A.3). The vendor documents the first call alone; the others follow those of its exports of
 * reviews (A.3.1).
 */
export const exportRoutes = {
  exportActionEvents: {
    method: 'POST',
    path: `${LIFECYCLE}/action_events:export`,
    summary: 'Export Workflow Action Events',
    permission: 'activity:export',
    documented: 'developers/api/lifecycle-management/activitylog/workflowactions',
    query: ExportQuery,
    body: ExportBody,
    reply: z.looseObject({ id: z.string() }),
  },
  exportActionEventsExactly: {
    method: 'POST',
    path: '/app/v1/activity/action_events:export',
    summary: 'Export Workflow Action Events, as JSONL too, which has the exact values, or with it beside',
    permission: 'activity:export',
    documented: false,
    query: OwnExportQuery,
    body: ExportBody,
    reply: value(z.looseObject({ id: z.string() })),
  },
  getExport: {
    method: 'GET',
    path: EXPORT,
    summary: 'How far an export is',
    permission: 'activity:export',
    documented: false,
    params: ExportRef,
    reply: value(ExportJob),
  },
  downloadExport: {
    method: 'GET',
    path: `${EXPORT}:download`,
    summary: 'The file of a finished export',
    permission: 'activity:export',
    documented: false,
    params: ExportRef,
    reply: { kind: 'file', types: [mediaTypes.CSV, mediaTypes.XLSX, mediaTypes.JSONL], ranges: true },
  },
  cancelExport: {
    method: 'POST',
    path: `${EXPORT}:cancel`,
    summary: 'Stop an export that is not over',
    permission: 'activity:export',
    documented: false,
    params: ExportRef,
    body: z.strictObject({}),
    reply: value(ExportJob),
  },
} as const satisfies Record<string, Route>
