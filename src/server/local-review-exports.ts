import { maxSheetRows } from '#contract/export-job.ts'
import { type Actor, holds } from '#contract/permissions.ts'
import { exportJobs, shownExport, withoutContents } from './export-jobs.ts'
import type { ReviewExports } from './exports.ts'
import {
  reviewExport,
  type ReviewExportInput,
  type ReviewExportResult,
} from './jobs/exports/export-review.ts'
import { type ExportTools, noRoom, tooManyRows } from './jobs/exports/export-tools.ts'
import { requireFreshProof, maxRowsWithoutProof } from './auth/fresh-proof.ts'
import { invalid, notThere, refused } from './refused.ts'
import { needsKey, refusedHere } from './reviews/may-export.ts'
import type { Job } from './store/jobs/job-rows.ts'
import { bytesOfRows, lookForExported, seesAgain } from './store/reviews/results/exported-rows.ts'
import { findToCompare } from './store/reviews/last-time/compare-with.ts'
import { requireLastTime } from './store/reviews/last-time/shown.ts'
import { listPositions } from './store/reviews/results/result-list.ts'

/** Exports of the reviews of this server's own database. */
export function localReviewExports(tools: ExportTools): ReviewExports {
  const { store, dir, sheetRows = maxSheetRows, clock = () => new Date() } = tools
  const { rowsWithoutProof = maxRowsWithoutProof } = tools
  const { db } = store
  const jobs = exportJobs(tools, [reviewExport])
  /** Asks again what was asked when it was made, of whoever wants to know of it now. */
  const find = async (id: string, actor: Actor): Promise<Job> => {
    const job = await jobs.find(id, actor)
    const problem = await whyWithheld(db, actor, job)
    if (problem !== undefined) throw refused('PermissionDenied', problem)
    return job
  }
  return {
    async preview({ certification_id, ...query }, actor) {
      const certification = await lookForExported(db, actor, certification_id)
      if (!certification) throw notThere()
      await requireLastTime(db, actor, certification.number, query)
      const { whole } = certification
      const message = refusedHere(actor, certification)
      const reason = needsKey(actor, certification) ? 'key needed' : 'not allowed'
      if (message !== undefined) return { row_count: null, refusal: { reason, message }, whole }
      const { total } = await listPositions(db, actor, certification_id, query)
      return { row_count: total, refusal: null, whole }
    },
    async make({ certification_id, format, title, previous_certification_id, ...query }, actor, key) {
      const { filter, mutable_filter, last_time_filter, order } = query
      const certification = await lookForExported(db, actor, certification_id)
      if (!certification) throw notThere()
      if (previous_certification_id !== undefined)
        await findToCompare(db, actor, certification.number, previous_certification_id)
      const problem = refusedHere(actor, certification)
      if (problem !== undefined) throw refused('PermissionDenied', problem)
      const { total } = await listPositions(db, actor, certification_id, query)
      if (total > rowsWithoutProof) requireFreshProof(actor, clock())
      if (format === 'XLSX' && total > sheetRows) throw invalid('format', tooManyRows(sheetRows))
      if (!(await dir.hasRoomFor(await bytesOfRows(db, total)))) throw refused('FailedPrecondition', noRoom)
      const input: ReviewExportInput = {
        certification_id,
        filter: filter ?? null,
        mutable_filter: mutable_filter ?? null,
        last_time_filter: last_time_filter ?? null,
        previous_certification_id: previous_certification_id ?? null,
        order,
        format,
        title: title ?? null,
        maker: { user_type: actor.user.user_type, id: actor.user.id },
      }
      return await jobs.make(reviewExport, input, actor, key)
    },
    find: async (id, actor) => shownExport(await find(id, actor)),
    async cancel(id, actor) {
      // Whoever may know of it may stop it, also when they see its rows no more: what it has is told of nobody's rows then.
      const job = await jobs.find(id, actor)
      if (!(await jobs.cancel(job))) return shownExport(await find(id, actor))
      const stopped = await jobs.find(id, actor)
      return (await whyWithheld(db, actor, stopped)) === undefined
        ? shownExport(stopped)
        : withoutContents(shownExport(stopped))
    },
    open: async (id, actor, part) => await jobs.open(await find(id, actor), part),
    async openPack(id, actor) {
      const job = await find(id, actor)
      if (!holds(actor, 'reviews:export')) throw refused('PermissionDenied', 'You may not do this.')
      return await jobs.openPack(job)
    },
  }
}

/**
 * Why somebody may not have an export of a review any more, or not yet know what is in it, in a sentence for them; undefined
 * where they may.
 */
export async function whyWithheld(
  db: ExportTools['store']['db'],
  actor: Actor,
  { input, result }: Pick<Job, 'input' | 'result'>,
): Promise<string | undefined> {
  const { certification_id } = input as ReviewExportInput
  const certification = await lookForExported(db, actor, certification_id)
  const seen = (result as ReviewExportResult | null)?.seen
  const sees = certification && seen && (await seesAgain(db, actor, certification, seen))
  if (!certification || (seen && !sees))
    return 'You do not see all rows of this export any more. Export again.'
  return refusedHere(actor, certification)
}
