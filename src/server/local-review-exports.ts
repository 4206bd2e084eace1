import type { Actor } from '#contract/permissions.ts'
import type { Backend } from './backend.ts'
import { exportJobs, shownExport } from './export-jobs.ts'
import type { ReviewExports } from './exports.ts'
import {
  reviewExport,
  type ReviewExportInput,
  type ReviewExportResult,
} from './jobs/exports/export-review.ts'
import { type ExportTools, noRoom, tooManyRows } from './jobs/exports/export-tools.ts'
import { maxSheetRows } from './jobs/exports/write-workbook.ts'
import { localExports } from './local-exports.ts'
import { invalid, notThere, refused } from './refused.ts'
import { refusedHere } from './reviews/may-export.ts'
import type { Job } from './store/jobs/job-rows.ts'
import { bytesOfRows, lookForExported, seesAgain } from './store/reviews/results/exported-rows.ts'
import { listPositions } from './store/reviews/results/result-list.ts'

/** All exports of this server's own database. */
export function allLocalExports(tools: ExportTools): Pick<Backend, 'exports' | 'reviewExports'> {
  return { exports: localExports(tools), reviewExports: localReviewExports(tools) }
}

/** Exports of the reviews of this server's own database. */
export function localReviewExports(tools: ExportTools): ReviewExports {
  const { store, dir, sheetRows = maxSheetRows } = tools
  const { db } = store
  const jobs = exportJobs(tools, reviewExport)
  /** Asks again what was asked when it was made, of whoever wants to know of it now. */
  const find = async (id: string, actor: Actor): Promise<Job> => {
    const job = await jobs.find(id, actor)
    const { certification_id } = job.input as ReviewExportInput
    const certification = await lookForExported(db, actor, certification_id)
    const seen = (job.result as ReviewExportResult | null)?.seen
    if (!certification || (seen && !(await seesAgain(db, actor, certification, seen))))
      throw refused('PermissionDenied', 'You do not see all rows of this export any more. Export again.')
    const problem = refusedHere(actor, certification)
    if (problem !== undefined) throw refused('PermissionDenied', problem)
    return job
  }
  return {
    async make({ certification_id, filter, mutable_filter, order, format, title }, actor, key) {
      const certification = await lookForExported(db, actor, certification_id)
      if (!certification) throw notThere()
      const problem = refusedHere(actor, certification)
      if (problem !== undefined) throw refused('PermissionDenied', problem)
      const { total } = await listPositions(db, actor, certification_id, { filter, mutable_filter, order })
      if (format === 'XLSX' && total > sheetRows) throw invalid('format', tooManyRows(sheetRows))
      if (!(await dir.hasRoomFor(await bytesOfRows(db, total)))) throw refused('FailedPrecondition', noRoom)
      const input: ReviewExportInput = {
        certification_id,
        filter: filter ?? null,
        mutable_filter: mutable_filter ?? null,
        order,
        format,
        title: title ?? null,
        maker: { user_type: actor.user.user_type, id: actor.user.id },
      }
      return await jobs.make(input, actor, key)
    },
    find: async (id, actor) => shownExport(await find(id, actor)),
    async cancel(id, actor) {
      // Whoever may know of it may stop it, also when they see its rows no more.
      const job = await jobs.find(id, actor)
      await jobs.cancel(job)
      return shownExport(await find(id, actor))
    },
    open: async (id, actor, part) => await jobs.open(await find(id, actor), part),
  }
}
