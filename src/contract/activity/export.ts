import * as z from 'zod/mini'
import { ListQuery } from '../envelopes.ts'
import type { ExportFormat } from '../export-job.ts'
import { optionalText } from '../text.ts'

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
  jsonl: z._default(
    z.pipe(
      z
        .enum(['true', 'false'], { error: 'must be true or false' })
        .check(z.describe('`true`: JSONL is made beside, for the pack. false when absent.')),
      z.transform((text) => text === 'true'),
    ),
    false,
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
