import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { Filter } from '#scim/ast.ts'
import type { WantedExport } from '../../exports.ts'
import { bytesOf } from '../../store/activity/estimate-export.ts'
import { type Counted, inEventSnapshot } from '../../store/activity/event-snapshot.ts'
import type { Store } from '../../store/database/open.ts'
import { jobsInUse } from '../../store/jobs/job-rows.ts'
import { JobFailed, type JobKinds, type JobOutcome, type JobRun } from '../job-kinds.ts'
import type { ExportDir, FileKind } from './export-dir.ts'
import { fileName } from './file-name.ts'
import { writeEventFile } from './write-event-file.ts'
import { maxSheetRows } from './write-workbook.ts'

/** The kind of job that makes a file of action events. */
export const eventExport = 'ACTION_EVENTS'

/** What such a job is asked for; the filter is checked and in canonical form. */
export type EventExportInput = {
  readonly filter: Filter | null
  readonly order: Order<ActionEventOrderField>
  readonly format: WantedExport['format']
}

/** What it comes to. */
export type EventExportResult = {
  readonly file_name: string
  readonly row_count: number
  readonly guarded_cells: number
  readonly cut_cells: number
  readonly bytes: number
  readonly sha256: string
}

/** How far it is. */
export type EventExportProgress = { readonly total_rows: number | null; readonly written_bytes: number }

/** How the name of a file in a format ends. */
export const fileKinds = { CSV: 'csv', XLSX: 'xlsx', JSONL: 'jsonl' } as const satisfies Readonly<
  Record<WantedExport['format'], FileKind>
>

/** What exports are made with; `sheetRows` are as many as a sheet of XLSX may have. */
export type ExportTools = {
  readonly store: Pick<Store, 'db' | 'database'>
  readonly dir: ExportDir
  readonly sheetRows?: number
}

/**
 * Makes files of action events. One is written beside its place, and put there when it is whole: what was broken off is
 * never found there. Throws `JobFailed` where there is no room, and for more rows than a sheet holds.
 */
export function exportKinds(tools: ExportTools): JobKinds {
  return { [eventExport]: (run) => exportEvents(tools, run) }
}

async function exportEvents(
  { store, dir, sheetRows = maxSheetRows }: ExportTools,
  { id, input, attempt, signal, progress }: JobRun,
): Promise<JobOutcome> {
  const { filter, order, format } = input as EventExportInput
  const files = await dir.begin(id, attempt)
  try {
    const file = files.create(fileKinds[format])
    const onCounted = async ({ rows }: Counted) => {
      if (format === 'XLSX' && rows > sheetRows) throw new JobFailed(tooManyRows(sheetRows))
      if (!(await dir.hasRoomFor(await bytesOf(store.db, rows)))) throw new JobFailed(noRoom)
      progress({
        total_rows: rows,
        get written_bytes() {
          return file.bytes
        },
      } satisfies EventExportProgress)
    }
    const options = { signal, guards: format === 'CSV', onCounted }
    let cut_cells = 0
    const wanted = { filter: filter ?? undefined, order }
    const counted = await inEventSnapshot(store, wanted, options, async (snapshot) => {
      const written = await writeEventFile(format, snapshot, file)
      cut_cells = written.cut
      return written.rows
    })
    const sha256 = await file.finish()
    await files.put()
    const result: EventExportResult = {
      file_name: fileName('action-events', fileKinds[format], cut_cells),
      row_count: counted.rows,
      guarded_cells: counted.guarded,
      cut_cells,
      bytes: file.bytes,
      sha256,
    }
    return { result, takeBack: () => takeBack(store, dir, id) }
  } catch (error) {
    await files.abandon()
    throw error
  }
}

/** Removes the files of a job that was cancelled in its last moment. Where another run has ended it meanwhile, they are that run's. */
async function takeBack({ db }: Pick<Store, 'db'>, dir: ExportDir, id: string): Promise<void> {
  if (!(await jobsInUse(db, [id])).has(id)) await dir.removeAll(id)
}

/** Why an export is refused, or fails, where its file could fill the disk. */
export const noRoom =
  'There is not enough free space on the server for this export. Narrow the filter, or tell those who run the server.'

/** Why an export as XLSX is refused, or fails, that has more rows than a sheet holds. */
export function tooManyRows(most: number): string {
  return `XLSX holds at most ${most.toLocaleString('en')} rows, and this export has more. Narrow the filter, or take CSV.`
}
