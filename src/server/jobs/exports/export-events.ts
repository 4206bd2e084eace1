import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { Filter } from '#scim/ast.ts'
import type { WantedExport } from '../../exports.ts'
import { bytesOf } from '../../store/activity/estimate-export.ts'
import { type Counted, inEventSnapshot } from '../../store/activity/event-snapshot.ts'
import { JobFailed, type JobOutcome, type JobRun } from '../job-kinds.ts'
import {
  type ExportResult,
  type ExportTools,
  fileKinds,
  noRoom,
  progressOf,
  takeBackFiles,
  tooManyRows,
} from './export-tools.ts'
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

/** Makes a file of action events. Throws `JobFailed` where there is no room, and for more rows than a sheet holds. */
export async function exportEvents(
  tools: ExportTools,
  { id, input, attempt, signal, progress }: JobRun,
): Promise<JobOutcome> {
  const { store, dir, sheetRows = maxSheetRows } = tools
  const { filter, order, format } = input as EventExportInput
  const files = await dir.begin(id, attempt)
  try {
    const file = files.create(fileKinds[format])
    const onCounted = async ({ rows }: Counted) => {
      if (format === 'XLSX' && rows > sheetRows) throw new JobFailed(tooManyRows(sheetRows))
      if (!(await dir.hasRoomFor(await bytesOf(store.db, rows)))) throw new JobFailed(noRoom)
      progress(progressOf(rows, [file]))
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
    const result: ExportResult = {
      file_name: fileName('action-events', fileKinds[format], cut_cells),
      row_count: counted.rows,
      guarded_cells: counted.guarded,
      cut_cells,
      bytes: file.bytes,
      sha256,
    }
    return { result, takeBack: () => takeBackFiles(tools, id) }
  } catch (error) {
    await files.abandon()
    throw error
  }
}
