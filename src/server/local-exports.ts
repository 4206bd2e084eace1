import { maxSheetRows } from '#contract/export-job.ts'
import { type Actor, holds } from '#contract/permissions.ts'
import { exportJobs, shownExport, withoutContents } from './export-jobs.ts'
import type { EventSelection } from './event-selection.ts'
import type { Exports } from './exports.ts'
import { noSuchCause } from './failures.ts'
import { eventExport, type EventExportInput } from './jobs/exports/export-events.ts'
import {
  identitiesExport,
  type IdentitiesExportInput,
  newestFailureFirst,
} from './jobs/exports/export-identities.ts'
import { storedSelection } from './jobs/exports/stored-selection.ts'
import { type ExportTools, noRoom, tooManyRows } from './jobs/exports/export-tools.ts'
import { hasFreshProof, isAtEntrance, proofNeeded, maxRowsWithoutProof } from './auth/fresh-proof.ts'
import { invalid, refused } from './refused.ts'
import { countActionEvents } from './store/activity/action-events.ts'
import { causeOfEvents, countFailureIdentities } from './store/activity/causes/failures-store.ts'
import { aboutHowMany, bytesOf } from './store/activity/estimate-export.ts'
import { importState } from './store/activity/imports.ts'

/** Exports of the action events of this server's own database. */
export function localExports(tools: ExportTools): Exports {
  const { store, dir, sheetRows = maxSheetRows, clock = () => new Date() } = tools
  const { rowsWithoutProof = maxRowsWithoutProof } = tools
  const { db } = store
  const jobs = exportJobs(tools, [eventExport, identitiesExport])
  return {
    async preview(selection, actor) {
      const message = await whyNoEvents(db, actor)
      if (message !== undefined)
        return { row_count: null, refusal: { reason: 'key needed', message }, whole: true }
      return { row_count: await countInTime(db, selection), refusal: null, whole: true }
    },
    async make({ order, format, jsonl = false, ...selection }, actor, key) {
      await refuseReal(db, actor)
      const proven = hasFreshProof(actor, clock())
      if (!proven && (await countActionEvents(db, selection, rowsWithoutProof)).capped) throw proofNeeded()
      if (format === 'XLSX' && (await countActionEvents(db, selection, sheetRows)).capped)
        throw invalid('format', tooManyRows(sheetRows))
      if (!(await dir.hasRoomFor(await bytesOf(db, await aboutHowMany(db, selection), jsonl))))
        throw refused('FailedPrecondition', noRoom)
      const input: EventExportInput = { ...storedSelection(selection), order, format, jsonl }
      return await jobs.make(eventExport, input, actor, key)
    },
    async makeIdentities({ filter, cause, became, format }, actor, key) {
      await refuseReal(db, actor)
      if (!(await causeOfEvents(db, cause))) throw noSuchCause()
      const events = { filter, cause, message: undefined }
      // There are no more identities than events; these are counted faster.
      const hasMoreThan = async (most: number) =>
        (await countActionEvents(db, events, most)).capped &&
        (await countFailureIdentities(db, { filter, cause, became })) > most
      if (!hasFreshProof(actor, clock()) && (await hasMoreThan(rowsWithoutProof))) throw proofNeeded()
      if (format === 'XLSX' && (await hasMoreThan(sheetRows))) throw invalid('format', tooManyRows(sheetRows))
      if (!(await dir.hasRoomFor(await bytesOf(db, await aboutHowMany(db, events), true))))
        throw refused('FailedPrecondition', noRoom)
      const input: IdentitiesExportInput = {
        ...storedSelection(events),
        cause,
        became: became ?? null,
        order: newestFailureFirst,
        format,
      }
      return await jobs.make(identitiesExport, input, actor, key)
    },
    async find(id, actor) {
      const job = await jobs.find(id, actor)
      await refuseReal(db, actor)
      return shownExport(job)
    },
    async cancel(id, actor) {
      const cancelled = await jobs.cancel(await jobs.find(id, actor))
      const job = shownExport(await jobs.find(id, actor))
      if ((await whyNoEvents(db, actor)) === undefined) return job
      if (!cancelled) await refuseReal(db, actor)
      return withoutContents(job)
    },
    async open(id, actor, part) {
      const job = await jobs.find(id, actor)
      await refuseReal(db, actor)
      return await jobs.open(job, part)
    },
    async openPack(id, actor) {
      const job = await jobs.find(id, actor)
      if (!holds(actor, 'activity:export')) throw refused('PermissionDenied', 'You may not do this.')
      await refuseReal(db, actor)
      return await jobs.openPack(job)
    },
  }
}

/** More than there can be. */
const everyEvent = 2_000_000_000

/** How many events match; null where counting them takes longer than a statement may (PostgreSQL's 57014). */
async function countInTime(
  db: ExportTools['store']['db'],
  selection: EventSelection,
): Promise<number | null> {
  try {
    return (await countActionEvents(db, selection, everyEvent)).count
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '57014') return null
    throw error
  }
}

async function refuseReal(db: ExportTools['store']['db'], actor: Actor): Promise<void> {
  const problem = await whyNoEvents(db, actor)
  if (problem !== undefined) throw refused('PermissionDenied', problem)
}

/**
 * Why somebody may not take events away, in a sentence for them; undefined where they may. Whoever came in by the open entrance
 * may be anybody: what was imported takes a key, or that they sign in.
 */
export async function whyNoEvents(db: ExportTools['store']['db'], actor: Actor): Promise<string | undefined> {
  return isAtEntrance(actor) && (await importState(db)).imported
    ? 'Here a session exports events of the demonstration only. Take an API key of scope activity:export.'
    : undefined
}
