import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { WantedExport } from '../../exports.ts'
import { copyActionEvents } from '../../store/activity/copy-action-events.ts'
import { eventColumns, eventCounters } from '../../store/activity/csv-columns.ts'
import type { EventSnapshot } from '../../store/activity/event-snapshot.ts'
import { fetchActionEvents, fetchEventCells } from '../../store/activity/fetch-action-events.ts'
import { writeWorkbook } from './write-workbook.ts'

type Written = { readonly rows: number; readonly cut: number }

/** Writes events in a format to a stream, and leaves it open. `cut` cells were too long for a spreadsheet. */
export async function writeEventFile(
  format: WantedExport['format'],
  snapshot: EventSnapshot,
  out: Writable,
): Promise<Written> {
  if (format === 'CSV') return { rows: await copyActionEvents(snapshot, out), cut: 0 }
  if (format === 'JSONL') return { rows: await writeLines(snapshot, out), cut: 0 }
  const sheet = { title: 'Workflow actions', header: eventColumns, counters: new Set(eventCounters) }
  return await writeWorkbook({ ...sheet, rows: fetchEventCells(snapshot) }, out)
}

/** One event a line, exactly as the list gives it. */
async function writeLines(snapshot: EventSnapshot, out: Writable): Promise<number> {
  let rows = 0
  for await (const events of fetchActionEvents(snapshot)) {
    rows += events.length
    if (!out.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''))) await once(out, 'drain')
  }
  return rows
}
