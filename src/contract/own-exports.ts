import * as z from 'zod/mini'
import { EventQuery } from './activity/event-queries.ts'
import { page, value } from './envelopes.ts'
import { ExportJob, ExportRef } from './export-job.ts'
import { CertificationParams, OWN } from './reviews/certification-calls.ts'
import { PositionsQuery } from './reviews/result-queries.ts'
import type { Route } from './route.ts'

const OWN_EXPORTS = '/app/v1/exports'

/** An export in the list of those of its maker: how far it is, and what was asked for. */
export const OwnExport = z.looseObject({
  ...ExportJob.shape,
  /** SCIM text; null where nothing was filtered. */
  filter: z.nullable(z.string()),
  mutable_filter: z.nullable(z.string()),
  /** Of an export of action events: the cause that they are of, its message while it is known, and what their messages hold. */
  cause: z._default(z.nullable(z.string()), null),
  cause_message: z._default(z.nullable(z.string()), null),
  message: z._default(z.nullable(z.string()), null),
  /** Of an export of the identities that a cause struck (`FAILURE_IDENTITIES`): what has become of them, where not all are wanted. */
  became: z._default(z.nullable(z.string()), null),
  order_by: z.string(),
  /** Whether its maker saw all rows of the review when it was made, or sees them now while it is not; null where that is withheld. */
  whole: z._default(z.nullable(z.boolean()), null),
  /** Of an export of a review; its name is that of its workflow where it has none. */
  certification_id: z.nullable(z.string()),
  certification_name: z.nullable(z.string()),
  /** Why its files are not given to the caller any more; what is in them is left out of all the rest then. */
  withheld: z.nullable(z.string()),
})
export type OwnExport = z.output<typeof OwnExport>

/** So many of somebody's exports are listed, the newest. */
export const listedExports = 200

/** Why an export would be refused: `key needed` where a session may not take the data away, and an API key may. */
export const ExportRefusal = z.looseObject({ reason: z.string(), message: z.string() })
export type ExportRefusal = z.output<typeof ExportRefusal>

/** What an export would hold if it were made now; `row_count` is null where it would be refused, or takes too long. */
export const ExportPreview = z.looseObject({
  row_count: z.nullable(z.number()),
  refusal: z.nullable(ExportRefusal),
  /** Whether the caller sees all rows of the review, or only their own. */
  whole: z._default(z.boolean(), true),
})
export type ExportPreview = z.output<typeof ExportPreview>

/** Exports of every kind, as their maker's page needs them. All are ours. */
export const ownExportRoutes = {
  listExports: {
    method: 'GET',
    path: OWN_EXPORTS,
    summary: `The caller's own exports of every kind, newest first, ${listedExports} at most`,
    permission: 'exports:read',
    documented: false,
    reply: page(OwnExport),
  },
  watchExports: {
    method: 'GET',
    path: `${OWN_EXPORTS}/changes`,
    summary: "Tells of the caller's own exports, as they change",
    permission: 'exports:read',
    documented: false,
    reply: { kind: 'events', event: 'export', data: OwnExport },
  },
  stopExport: {
    method: 'POST',
    path: `${OWN_EXPORTS}/{export_id}:cancel`,
    summary: 'Stop an export of any kind that is not over',
    permission: 'exports:read',
    documented: false,
    params: ExportRef,
    body: z.strictObject({}),
    reply: value(ExportJob),
  },
  previewEventExport: {
    method: 'GET',
    path: '/app/v1/activity/action_events:export_preview',
    summary: 'How many events an export would hold now, counted to the last, or why it would be refused',
    permission: 'activity:export',
    documented: false,
    query: EventQuery,
    reply: value(ExportPreview),
  },
  previewReviewExport: {
    method: 'GET',
    path: `${OWN}:export_preview`,
    summary: 'How many rows an export of a review would hold now, or why it would be refused',
    permission: 'reviews:export',
    documented: false,
    params: CertificationParams,
    query: PositionsQuery,
    reply: value(ExportPreview),
  },
} as const satisfies Record<string, Route>
