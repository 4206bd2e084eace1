import type { Writable } from 'node:stream'
import type { WantedExport } from '../../exports.ts'
import { copyActionEvents, copyEventLines } from '../../store/activity/copy-action-events.ts'
import { eventColumns, eventCounters } from '../../store/activity/csv-columns.ts'
import type { EventSnapshot } from '../../store/activity/event-snapshot.ts'
import { fetchEventCells } from '../../store/activity/fetch-action-events.ts'
import { writeWorkbook } from './write-workbook.ts'

type Written = { readonly rows: number; readonly guarded: number; readonly cut: number }

/**
 * Writes events in a format to a stream, and leaves it open. `guarded` cells would be run by a spreadsheet, `cut` cells were
 * too long for one.
 */
export async function writeEventFile(
  format: WantedExport['format'],
  snapshot: EventSnapshot,
  out: Writable,
): Promise<Written> {
  if (format === 'CSV') return { ...(await copyActionEvents(snapshot, out)), cut: 0 }
  if (format === 'JSONL') return { rows: await copyEventLines(snapshot, out), guarded: 0, cut: 0 }
  const sheet = { title: 'Workflow actions', header: eventColumns, counters: new Set(eventCounters) }
  return { ...(await writeWorkbook({ ...sheet, rows: fetchEventCells(snapshot) }, out)), guarded: 0 }
}
