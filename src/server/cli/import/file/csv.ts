import { NotStarted } from '../../command.ts'
import { type CsvRecord, readRecords } from '../../../lines/csv-records.ts'
import type { Kind, ReadCells } from './kind.ts'
import type { Line } from '../../../lines/lines.ts'
import { type Reading, toReading } from './ndjson.ts'
import { type Separator, separatorsTried } from '../../../lines/separator.ts'

/**
 * Reads CSV whose first line names the fields, in any order. Throws NotStarted before any row when the header is wrong.
 */
export async function* readCsv<T extends object>(
  blocks: AsyncIterable<Line[]>,
  { readHeader }: Pick<Kind<T>, 'readHeader'>,
  onSeparator: (separator: Separator) => void,
): AsyncGenerator<Reading<T>[]> {
  let separator: Separator = ','
  let read: ReadCells<T> | undefined
  const keepSeparator = (detected: Separator) => {
    separator = detected
    onSeparator(detected)
  }
  for await (const records of readRecords(blocks, keepSeparator)) {
    const rows = read ? records : records.slice(1)
    const [header] = records
    if (!read && header) {
      if ('problem' in header) throw new NotStarted(`The header (line ${header.line}) ${header.problem}.`)
      read = readHeader(header.cells, separator)
    }
    const readCells = read
    if (readCells) yield rows.map((record) => readRecord(record, readCells))
  }
  if (!read) throw new NotStarted('The CSV file is empty: its first line must name the fields.')
}

function readRecord<T extends object>(record: CsvRecord, read: ReadCells<T>): Reading<T> {
  const { line, text } = record
  if ('problem' in record) return { line, text, problem: { field: '', error: record.problem } }
  return toReading(line, text, read(record.cells))
}

/** Throws NotStarted for a header, of known names, that has one twice or lacks a required one. */
export function checkHeader(columns: readonly string[], required: readonly string[]): void {
  const second = columns.findIndex((key, index) => columns.indexOf(key) < index)
  const twice = columns[second]
  if (twice !== undefined)
    throw new NotStarted(
      `The header has ${twice} twice, in columns ${columns.indexOf(twice) + 1} and ${second + 1}.`,
    )
  const missing = required.filter((key) => !columns.includes(key))
  if (missing.length > 0) throw new NotStarted(`The header lacks ${missing.join(', ')}. ${separatorsTried}`)
}
