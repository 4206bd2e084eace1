import type { PersonOfFile } from './person-of-file.ts'
import { doubledKey } from '../doubled-key.ts'
import { type CsvRecord, readRecords } from '../lines/csv-records.ts'
import { type Line, readLines } from '../lines/lines.ts'
import { type LineProblem, Unreadable } from '../lines/problem.ts'
import { directoryKeys, isDirectoryKey, readPerson } from './directory-line.ts'

/** The bytes of a file, and how its people are written. */
export type DirectoryInput = { readonly format: 'csv' | 'ndjson'; readonly chunks: AsyncIterable<Buffer> }

/** One person of a file, or what is wrong with a line of it. */
export type DirectoryLine = { readonly line: number } & (
  | { readonly person: PersonOfFile }
  | { readonly problem: LineProblem }
)

/** Reads the people of a CSV or NDJSON file. Throws Unreadable for a header that is none, before any row is read. */
export function readDirectory(input: DirectoryInput): AsyncGenerator<DirectoryLine[]> {
  const lines = readLines(input.chunks)
  return input.format === 'csv' ? readCsvPeople(lines) : readJsonPeople(lines)
}

async function* readCsvPeople(blocks: AsyncIterable<Line[]>): AsyncGenerator<DirectoryLine[]> {
  let header: readonly string[] | undefined
  for await (const records of readRecords(blocks)) {
    const rows = header ? records : records.slice(1)
    if (!header && records[0]) header = readHeader(records[0])
    const columns = header
    if (columns) yield rows.map((record) => readRow(columns, record))
  }
  if (!header) throw new Unreadable('The CSV file is empty: its first line must name the fields.')
}

function readHeader(header: CsvRecord): readonly string[] {
  if ('problem' in header) throw new Unreadable(`The header (line ${header.line}) ${header.problem}.`)
  const { cells } = header
  const wrong = cells.findIndex((cell, index) => !isDirectoryKey(cell) || cells.indexOf(cell) < index)
  if (wrong >= 0)
    throw new Unreadable(
      `The header of column ${wrong + 1} is not a field of a person, or stands twice. Fields are ${directoryKeys.join(', ')}.`,
    )
  const missing = ['user_type', 'id'].filter((key) => !cells.includes(key))
  if (missing.length > 0) throw new Unreadable(`The header lacks ${missing.join(', ')}.`)
  return cells
}

function readRow(columns: readonly string[], record: CsvRecord): DirectoryLine {
  const { line } = record
  if ('problem' in record) return { line, problem: { field: '', error: record.problem } }
  return toLine(
    line,
    readPerson(Object.fromEntries(columns.map((column, index) => [column, record.cells[index] ?? '']))),
  )
}

async function* readJsonPeople(blocks: AsyncIterable<Line[]>): AsyncGenerator<DirectoryLine[]> {
  for await (const lines of blocks)
    yield lines.filter((line) => line.problem !== undefined || line.text.trim() !== '').map(readJsonLine)
}

function readJsonLine({ number, text, problem }: Line): DirectoryLine {
  if (problem !== undefined) return { line: number, problem: { field: '', error: problem } }
  const object = objectOf(text)
  if (!object) return toLine(number, { field: '', error: 'is not a JSON object' })
  const doubled = doubledKey(text, object)
  if (!doubled) return toLine(number, readPerson(object))
  return toLine(number, {
    field: '',
    error: `holds a key twice in one object, again at character ${doubled.place}`,
  })
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    // The parser's own message repeats the text.
    return undefined
  }
}

function toLine(line: number, read: PersonOfFile | LineProblem): DirectoryLine {
  return 'error' in read ? { line, problem: read } : { line, person: read }
}
