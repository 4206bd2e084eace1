import * as z from 'zod/mini'
import { safeText } from './text.ts'

/** What a file of an export can be. */
export type ExportFormat = 'CSV' | 'XLSX' | 'JSONL'

/** The media types of the formats. */
export const mediaTypes = {
  CSV: 'text/csv',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  JSONL: 'application/x-ndjson',
} as const satisfies Readonly<Record<ExportFormat, string>>

/** So many rows a sheet of XLSX holds below its first, which has the names of the columns. */
export const maxSheetRows = 1_048_575

/**
 * An export as its maker polls it (veza-api A.3.1). Its `status` is CREATED, PROCESSING, FINISHED, FAILED, CANCELLED or
 * EXPIRED; `row_count`, `sha256` and `bytes` are those of the whole file. */
export const ExportJob = z.looseObject({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  format: z.string(),
  created_at: z.string(),
  started_at: z.nullable(z.string()),
  finished_at: z.nullable(z.string()),
  expires_at: z.nullable(z.string()),
  row_count: z.nullable(z.number()),
  file_name: z.nullable(z.string()),
  /** Why it failed, or ended before its time. */
  error_message: z.nullable(z.string()),
  sha256: z.nullable(z.string()),
  bytes: z.nullable(z.number()),
  /** The second file of an export of a review, with the whole log of its rows; null for one that has a single file. */
  history: z.nullable(
    z.looseObject({ file_name: z.string(), row_count: z.number(), bytes: z.number(), sha256: z.string() }),
  ),
  /** Cells that a spreadsheet would run, and that have `'` before them in the file. */
  guarded_cells: z.nullable(z.number()),
  /** Cells of XLSX that were longer than a spreadsheet takes, and are cut; the name of the file says so too. */
  cut_cells: z.nullable(z.number()),
  /** The instant as of which all its rows are; null until it is finished. */
  snapshot_at: z._default(z.nullable(z.string()), null),
  /** While it goes on: the rows that the file will have, once they are counted, and the bytes that are written. */
  progress: z.looseObject({ total_rows: z.nullable(z.number()), written_bytes: z.number() }),
})
export type ExportJob = z.output<typeof ExportJob>

/** What addresses an export. */
export const ExportRef = z.strictObject({
  export_id: safeText(64, 'the `id` with which the export was answered'),
})
