import { workflowActionsPath } from '#features/activity/address.ts'
import { listSearch } from '#features/exports/address.ts'
import { ExportsPage } from '#features/exports/page.tsx'
import { reviewPath } from '#features/reviews/parts/address.ts'
import type { ExportTarget } from '#queries/exports/export-request.ts'
import { verifyPath } from '../session-hint.ts'
import { useZone } from '../frame/zone.tsx'

/** The exports of the reader in the frame of the page. */
export function ExportsScreen() {
  return <ExportsPage zone={useZone().name} verifyPath={verifyPath} listOf={listOf} />
}

/** The address of the list of which an export was made. */
function listOf(target: ExportTarget): string {
  const path = target.kind === 'review' ? reviewPath(target.certification_id) : workflowActionsPath
  return path + listSearch(target)
}
