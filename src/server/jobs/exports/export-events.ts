import { maxSheetRows } from '#contract/export-job.ts'
import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import { holds } from '#contract/permissions.ts'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import type { WantedExport } from '../../exports.ts'
import { bytesOf } from '../../store/activity/estimate-export.ts'
import {
  type Counted,
  type EventSnapshot,
  inEventSnapshot,
  type Snapped,
} from '../../store/activity/event-snapshot.ts'
import { findCaller } from '../../store/actor.ts'
import { JobFailed, type JobOutcome, type JobRun } from '../job-kinds.ts'
import type { Attempt } from './export-dir.ts'
import { type ExportTools, fileKinds, noRoom, progressOf, tooManyRows } from './export-tools.ts'
import { finishExport, type UnfinishedExport } from './finish-export.ts'
import { describeQuery } from './describe-query.ts'
import type { RowFacts } from './manifest.ts'
import { selectionOf, type StoredSelection } from './stored-selection.ts'
import { writeEventFile } from './write-event-file.ts'

/** The kind of job that makes a file of action events. */
export const eventExport = 'ACTION_EVENTS'

/** What such a job is asked for; the filter is checked and in canonical form. */
export type EventExportInput = StoredSelection & {
  readonly order: Order<ActionEventOrderField>
  readonly format: WantedExport['format']
  /** Whether JSONL is made beside. */
  readonly jsonl?: boolean
}

/** Makes files of action events. Throws `JobFailed` where there is no room, and for more rows than a sheet holds. */
export async function exportEvents(tools: ExportTools, run: JobRun): Promise<JobOutcome> {
  const attempt = await tools.dir.begin(run.id, run.attempt)
  try {
    return await finishExport(tools, { run, attempt }, await writeEvents(tools, run, attempt), {})
  } catch (error) {
    await attempt.abandon()
    throw error
  }
}

async function writeEvents(
  { store, dir, sheetRows = maxSheetRows }: ExportTools,
  run: JobRun,
  attempt: Attempt,
): Promise<UnfinishedExport> {
  const { order, format, jsonl, ...stored } = run.input as EventExportInput
  const selection = selectionOf(stored)
  const made_by = await makerOf(store.db, run.maker)
  const file = attempt.create(fileKinds[format])
  const lines = jsonl === true && format !== 'JSONL' ? attempt.create('jsonl') : undefined
  const onCounted = async ({ rows }: Counted) => {
    if (format === 'XLSX' && rows > sheetRows) throw new JobFailed(tooManyRows(sheetRows))
    if (!(await dir.hasRoomFor(await bytesOf(store.db, rows, lines !== undefined))))
      throw new JobFailed(noRoom)
    run.progress(progressOf(rows, lines ? [file, lines] : [file]))
  }
  let [guarded_cells, cut_cells, lineCount] = [0, 0, 0]
  const write = async (snapshot: EventSnapshot) => {
    const written = await writeEventFile(format, snapshot, file)
    if (lines) lineCount = (await writeEventFile('JSONL', snapshot, lines)).rows
    guarded_cells = written.guarded
    cut_cells = written.cut
    return written.rows
  }
  const options = { signal: run.signal, onCounted }
  const snapped = await inEventSnapshot(store, { ...selection, order }, options, write)
  const content = format === 'JSONL' ? exact.holds : 'rows'
  const { rows } = snapped
  const main = { kind: fileKinds[format], holds: content, file, rows, guarded_cells, cut_cells } as const
  return {
    kind: eventExport,
    subject: 'action-events',
    made_by,
    snapshot_at: snapped.at,
    query: await describeQuery(store.db, selection, order),
    rows: rowFactsOf(snapped),
    files: lines ? [main, { ...exact, file: lines, rows: lineCount }] : [main],
  }
}

const exact = { kind: 'jsonl', holds: 'rows, exact values', guarded_cells: 0, cut_cells: 0 } as const

/** As many were written as were counted, or there would be no snapshot of them. */
function rowFactsOf({ rows, first, last }: Snapped): RowFacts {
  return { written: rows, counted: rows, reconciled_with: null, first_key: first, last_key: last }
}

/** The maker as they are now. Throws `JobFailed` where they may not take the log away any more. */
export async function makerOf(db: ExportTools['store']['db'], maker: UserKey): Promise<WorkflowUser> {
  const caller = await findCaller(db, maker)
  if (!caller || !holds({ via: 'key', scopes: ['activity:export'], ...caller }, 'activity:export'))
    throw new JobFailed('You may not export workflow actions any more.')
  return caller.user
}
