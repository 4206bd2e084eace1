import type { OwnExport } from '#contract/own-exports.ts'
import type { ExportRequest } from '#queries/exports/export-request.ts'
import { numberText, sizeText } from '#ui/number-text.ts'
import type { Tone } from '#ui/badge.tsx'
import type { IconName } from '#ui/icon.tsx'

type Presentation = { readonly label: string; readonly tone: Tone; readonly icon: IconName }

const states: Readonly<Partial<Record<string, Presentation>>> = {
  CREATED: { label: 'Waiting', tone: 'waiting', icon: 'clock' },
  PROCESSING: { label: 'Being made', tone: 'waiting', icon: 'play' },
  FINISHED: { label: 'Finished', tone: 'done', icon: 'check' },
  FAILED: { label: 'Failed', tone: 'failed', icon: 'alert' },
  CANCELLED: { label: 'Cancelled', tone: 'neutral', icon: 'ban' },
  EXPIRED: { label: 'Expired', tone: 'neutral', icon: 'clock' },
}

/** The state of an export in words; one that this page does not know is shown as itself. */
export function statePresentation(status: string): Presentation {
  return states[status] ?? { label: status, tone: 'neutral', icon: 'info' }
}

/** The state of an export at a moment (milliseconds since 1970): what was kept for as long as it is kept has expired. */
export function statusAt(
  { status, expires_at }: Pick<OwnExport, 'status' | 'expires_at'>,
  now: number,
): string {
  return status === 'FINISHED' && expires_at !== null && Date.parse(expires_at) <= now ? 'EXPIRED' : status
}

/** How far an export is that goes on. */
export function progressText({
  kind,
  status,
  progress,
}: Pick<OwnExport, 'kind' | 'status' | 'progress'>): string {
  if (status === 'CREATED') return 'Begins soon. Exports of a person are made one after the other.'
  const { total_rows, written_bytes } = progress
  if (total_rows === null) return 'Counting the rows …'
  const included = kind === 'ACCESS_REVIEW' ? 'exact values and history included' : 'in all its files'
  const are = total_rows === 1 ? 'is' : 'are'
  return `${rowsText(total_rows)} ${are} being written; ${sizeText(written_bytes)} so far, ${included}`
}

/** `1 row`, `4,112 rows`. */
export function rowsText(rows: number): string {
  return `${numberText(rows)} ${rows === 1 ? 'row' : 'rows'}`
}

/** `1,234 events`, rows where a review is exported, and `6 identities at their places`: one that has two places counts twice. */
export function rowCount(count: number, { target }: Pick<ExportRequest, 'target'>): string {
  if (target.kind === 'review') return rowsText(count)
  if (target.kind === 'events') return `${numberText(count)} ${count === 1 ? 'event' : 'events'}`
  return count === 1 ? '1 identity at its place' : `${numberText(count)} identities at their places`
}

/** The only order in which identities are exported. */
export const identityOrder = 'Newest failures first'
