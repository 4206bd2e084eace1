import { createReadStream } from 'node:fs'
import type { ExportJob } from '#contract/activity/export.ts'
import { sameUser } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Exports, StoredFile } from './exports.ts'
import {
  eventExport,
  type EventExportInput,
  type EventExportProgress,
  type EventExportResult,
  type ExportTools,
  fileKinds,
  noRoom,
  tooManyRows,
} from './jobs/exports/export-events.ts'
import { sizeOf } from './jobs/exports/export-dir.ts'
import { maxSheetRows } from './jobs/exports/write-workbook.ts'
import { invalid, Refused, refused } from './refused.ts'
import { keyReused } from './reviews/replay.ts'
import { countActionEvents } from './store/activity/action-events.ts'
import { aboutHowMany, bytesOf } from './store/activity/estimate-export.ts'
import { importState } from './store/activity/imports.ts'
import { cancelJob, findJob, type Job, makeJob } from './store/jobs/job-rows.ts'

type Db = ExportTools['store']['db']

/** So many exports of a person may wait or run. */
const atMost = 10

/** Exports as jobs of this server's own database (docs/decisions/0030), their files in EXPORT_DIR. */
export function localExports({ store: { db }, dir, sheetRows = maxSheetRows }: ExportTools): Exports {
  const jobFor = async (id: string, actor: Actor): Promise<Job> => {
    const job = await findJob(db, eventExport, id)
    if (!job || !mayRead(job, actor)) throw refused('NotFound', 'There is no such export.')
    return job
  }
  return {
    async make({ filter, order, format }, actor, key) {
      await refuseReal(db, actor)
      if (format === 'XLSX' && (await countActionEvents(db, filter, sheetRows)).capped)
        throw invalid('format', tooManyRows(sheetRows))
      if (!(await dir.hasRoomFor(await bytesOf(db, await aboutHowMany(db, { filter })))))
        throw refused('FailedPrecondition', noRoom)
      const input: EventExportInput = { filter: filter ?? null, order, format }
      const made = await makeJob(db, { kind: eventExport, maker: actor.user, input, key }, atMost)
      if ('id' in made) return made
      if (made.problem === 'key used') throw keyReused()
      throw refused('ResourceExhausted', `${atMost} of your exports are not over yet. Wait, or cancel some.`)
    },
    find: async (id, actor) => shown(await jobFor(id, actor)),
    async cancel(id, actor) {
      await cancelJob(db, (await jobFor(id, actor)).id)
      return shown(await jobFor(id, actor))
    },
    async open(id, actor) {
      const job = await jobFor(id, actor)
      await refuseReal(db, actor)
      if (job.state !== 'FINISHED') throw notReady(job)
      const { file_name, bytes, sha256 } = job.result as EventExportResult
      const { format } = job.input as EventExportInput
      const path = dir.fileOf(job.id, fileKinds[format])
      if ((await sizeOf(path)) !== bytes)
        throw refused('FailedPrecondition', 'The file of this export is not there any more. Export again.')
      const file: StoredFile = {
        size: bytes,
        tag: sha256,
        read: (start, end) => createReadStream(path, { start, end }),
      }
      return { format, name: file_name, file }
    },
  }
}

/** Whoever sits at this machine has a session, whoever they are: what was imported takes a key. */
async function refuseReal(db: Db, { via }: Actor): Promise<void> {
  if (via === 'session' && (await importState(db)).imported)
    throw refused(
      'PermissionDenied',
      'Here a session exports events of the demonstration only. Take an API key of scope activity:export.',
    )
}

/** An export is the person's, by whichever of their keys or sessions it was made; admins see those of all. */
function mayRead({ maker_type: user_type, maker_id: id }: Job, { user, roles }: Actor): boolean {
  return sameUser(user, { user_type, id }) || roles.includes('admin')
}

function notReady({ state }: Job): Refused {
  if (state === 'EXPIRED')
    return new Refused({
      code: 'FailedPrecondition',
      reason: 'EXPORT_EXPIRED',
      message: 'The file of this export was kept for 24 hours and is gone. Export again.',
    })
  return refused('FailedPrecondition', `This export has no file: it is ${state}.`)
}

function shown(job: Job): ExportJob {
  const { format } = job.input as EventExportInput
  const result = job.result as EventExportResult | null
  const { total_rows = null, written_bytes = 0 } = job.progress as Partial<EventExportProgress>
  return {
    id: job.id,
    kind: job.kind,
    status: job.state,
    format,
    created_at: instant(job.created_at),
    started_at: job.started_at && instant(job.started_at),
    finished_at: job.ended_at && instant(job.ended_at),
    expires_at: job.expires_at && instant(job.expires_at),
    row_count: result?.row_count ?? null,
    file_name: result?.file_name ?? null,
    error_message: job.error,
    sha256: result?.sha256 ?? null,
    bytes: result?.bytes ?? null,
    guarded_cells: result?.guarded_cells ?? null,
    cut_cells: result?.cut_cells ?? null,
    progress: result
      ? { total_rows: result.row_count, written_bytes: result.bytes }
      : { total_rows, written_bytes },
  }
}

/** A time of the database as RFC 3339 in UTC. */
function instant(text: string): string {
  return new Date(text).toISOString()
}
