import type { JobKinds } from '../job-kinds.ts'
import { eventExport, exportEvents } from './export-events.ts'
import { exportIdentities, identitiesExport } from './export-identities.ts'
import { exportReview, reviewExport } from './export-review.ts'
import type { ExportTools } from './export-tools.ts'

/** Makes the files of exports. Each is written beside its place, and put there when all of a job are whole. */
export function exportKinds(tools: ExportTools): JobKinds {
  return {
    [eventExport]: (run) => exportEvents(tools, run),
    [identitiesExport]: (run) => exportIdentities(tools, run),
    [reviewExport]: (run) => exportReview(tools, run),
  }
}
