import * as z from 'zod/mini'
import { ListQuery } from '../envelopes.ts'
import { optionalText, safeText } from '../text.ts'

/** What a file of an export can be. */
export type ExportFormat = 'CSV' | 'XLSX' | 'JSONL'

/** The formats that the vendor has, with its numbers. */
const formats: Readonly<Record<string, ExportFormat>> = {
  '': 'CSV',
  '0': 'CSV',
  CSV: 'CSV',
  '6': 'XLSX',
  XLSX: 'XLSX',
}

const format = (known: Readonly<Record<string, ExportFormat>>, problem: string, description: string) =>
  z._default(
    z.pipe(
      z.string().check(
        z.refine((text) => Object.hasOwn(known, text.toUpperCase()), problem),
        z.describe(description),
      ),
      z.transform((text): ExportFormat => known[text.toUpperCase()] ?? 'CSV'),
    ),
    'CSV',
  )

/** `format` of an export: CSV when absent or empty. */
export const ExportQuery = z.strictObject({
  format: format(formats, 'must be CSV (0) or XLSX (6)', 'CSV (0) or XLSX (6); CSV when absent.'),
})

/** The same of our own call, which has JSONL too. */
export const OwnExportQuery = z.strictObject({
  format: format(
    { ...formats, JSONL: 'JSONL' },
    'must be CSV, XLSX or JSONL',
    'CSV, XLSX, or JSONL: one event a line, exactly as the list gives it. CSV when absent.',
  ),
})

/** What is exported, in the parameters of the list (seed, Export Action Events). Pages do not limit a file. */
export const ExportBody = z.strictObject({
  filter: ListQuery.shape.filter,
  order_by: ListQuery.shape.order_by,
  page_size: z.optional(
    z.int().check(z.gte(0, 'must not be negative'), z.describe('Taken, and does not limit the file.')),
  ),
  page_token: z.optional(optionalText(16_384, 'Taken, and does not limit the file.')),
})

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
  error_message: z.nullable(z.string()),
  sha256: z.nullable(z.string()),
  bytes: z.nullable(z.number()),
  /** Cells that a spreadsheet would run, and that have `'` before them in the file. */
  guarded_cells: z.nullable(z.number()),
  /** Cells of XLSX that were longer than a spreadsheet takes, and are cut; the name of the file says so too. */
  cut_cells: z.nullable(z.number()),
  /** While it goes on: the rows that the file will have, once they are counted, and the bytes that are written. */
  progress: z.looseObject({ total_rows: z.nullable(z.number()), written_bytes: z.number() }),
})
export type ExportJob = z.output<typeof ExportJob>

/** What addresses an export. */
export const ExportRef = z.strictObject({
  export_id: safeText(64, 'the `id` with which the export was answered'),
})
