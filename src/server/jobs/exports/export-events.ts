import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { Filter } from '#scim/ast.ts'
import { type Copied, copyActionEvents } from '../../store/activity/copy-action-events.ts'
import { bytesOf } from '../../store/activity/estimate-export.ts'
import type { Store } from '../../store/database/open.ts'
import { jobsInUse } from '../../store/jobs/job-rows.ts'
import { JobFailed, type JobKinds } from '../job-kinds.ts'
import type { ExportDir } from './export-dir.ts'

/** The kind of job that makes a file of action events. */
export const eventExport = 'ACTION_EVENTS'

/** What such a job is asked for; the filter is checked and in canonical form. */
export type EventExportInput = {
  readonly filter: Filter | null
  readonly order: Order<ActionEventOrderField>
  readonly format: 'CSV'
}

/** What it comes to. */
export type EventExportResult = {
  readonly file_name: string
  readonly row_count: number
  readonly guarded_cells: number
  readonly bytes: number
  readonly sha256: string
}

/** How far it is. */
export type EventExportProgress = { readonly total_rows: number | null; readonly written_bytes: number }

/**
 * Makes files of action events. One is written beside its place, and put there when it is whole: what was broken off is
 * never found there. Throws `JobFailed` where there is no room.
 */
export function exportKinds(store: Pick<Store, 'db' | 'database'>, dir: ExportDir): JobKinds {
  return {
    [eventExport]: async ({ id, input, attempt, signal, progress }) => {
      const { filter, order } = input as EventExportInput
      const { file, path } = await dir.begin(id, attempt)
      const onCounted = async ({ rows }: Copied) => {
        if (!(await dir.hasRoomFor(await bytesOf(store.db, rows)))) throw new JobFailed(noRoom)
        progress({
          total_rows: rows,
          get written_bytes() {
            return file.bytes
          },
        } satisfies EventExportProgress)
      }
      try {
        const wanted = { filter: filter ?? undefined, order }
        const { rows, guarded } = await copyActionEvents(store, wanted, file, { signal, onCounted })
        const sha256 = await file.finish()
        await dir.put(path, id)
        const result: EventExportResult = {
          file_name: fileName(new Date()),
          row_count: rows,
          guarded_cells: guarded,
          bytes: file.bytes,
          sha256,
        }
        // Where another run of the job has ended it meanwhile, the file in its place is that run's.
        const takeBack = async () => {
          if (!(await jobsInUse(store.db, [id])).has(id)) await dir.remove(`${id}.csv`)
        }
        return { result, takeBack }
      } catch (error) {
        file.destroy()
        await dir.remove(`${id}.${attempt}.partial`)
        throw error
      }
    },
  }
}

/** Why an export is refused, or fails, where its file could fill the disk. */
export const noRoom =
  'There is not enough free space on the server for this export. Narrow the filter, or tell those who run the server.'

/** `action-events-20261128-210000Z.csv` */
function fileName(now: Date): string {
  const [date = '', time = ''] = now
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .split('T')
  return `action-events-${date}-${time}Z.csv`
}
