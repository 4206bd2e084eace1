import { actionEventKeys } from '#contract/action-event.ts'
import { NotStarted } from '../command.ts'
import { type CsvRecord, readRecords } from './csv-records.ts'
import { readEvent } from './event.ts'
import type { Line } from './lines.ts'
import { type Reading, toReading } from './ndjson.ts'
import { type LineProblem, Wrong } from './problem.ts'

type Key = keyof typeof cells
/** What a cell stands for, as JSON would give it; undefined where an empty cell means that the key is absent. */
type ReadCell = (cell: string) => unknown

const text: ReadCell = (cell) => cell
const textOrAbsent: ReadCell = (cell) => (cell === '' ? undefined : cell)

const flag: ReadCell = (cell) => {
  if (cell === '') return undefined
  const word = cell.toLowerCase()
  if (word !== 'true' && word !== 'false') throw new Wrong('must be true or false')
  return word === 'true'
}

const number: ReadCell = (cell) => {
  if (cell === '') return undefined
  if (!/^-?\d{1,15}$/.test(cell)) throw new Wrong('must be a whole number')
  return Number(cell)
}

const texts: ReadCell = (cell) => {
  if (cell === '') return undefined
  try {
    return JSON.parse(cell)
  } catch {
    throw new Wrong('must be a JSON array of texts')
  }
}

const cells = {
  policy_task: text,
  action_name: text,
  action_type: text,
  state: text,
  policy_id: text,
  policy_name: text,
  policy_version_number: number,
  workflow_name: text,
  identity_id: text,
  identity_name: text,
  identity_type: text,
  started_at: textOrAbsent,
  completed_at: textOrAbsent,
  any_changes: flag,
  jobs_started: number,
  jobs_completed: number,
  jobs_errored: number,
  extraction_event: textOrAbsent,
  messages: texts,
  event_source: text,
  dry_run: flag,
} as const satisfies Record<(typeof actionEventKeys)[number], ReadCell>

const required = ['policy_task', 'action_name', 'state', 'action_type'] as const

/**
 * Reads CSV whose header names the fields, in any order. Throws NotStarted when the header does not, before any row
 * is read.
 */
export async function* readCsv(blocks: AsyncIterable<Line[]>): AsyncGenerator<Reading[]> {
  let columns: readonly Key[] | undefined
  for await (const records of readRecords(blocks)) {
    const rows = columns ? records : records.slice(1)
    if (!columns && records[0]) columns = readHeader(records[0])
    const header = columns
    if (header) yield rows.map((record) => readRecord(header, record))
  }
  if (!columns) throw new NotStarted('The CSV file is empty: its first line must name the fields.')
}

function readHeader(header: CsvRecord): readonly Key[] {
  if ('problem' in header) throw new NotStarted(`The header (line ${header.line}) ${header.problem}.`)
  const columns = header.cells.map((cell, index) => {
    if (isKey(cell)) return cell
    throw new NotStarted(
      `The header of column ${index + 1} is not a field of an action event. Fields are ${actionEventKeys.join(', ')}.`,
    )
  })
  const second = columns.findIndex((key, index) => columns.indexOf(key) < index)
  const twice = columns[second]
  if (twice !== undefined)
    throw new NotStarted(
      `The header has ${twice} twice, in columns ${columns.indexOf(twice) + 1} and ${second + 1}.`,
    )
  const missing = required.filter((key) => !columns.includes(key))
  if (missing.length > 0) throw new NotStarted(`The header lacks ${missing.join(', ')}.`)
  return columns
}

function isKey(cell: string): cell is Key {
  return Object.hasOwn(cells, cell)
}

function readRecord(columns: readonly Key[], record: CsvRecord): Reading {
  const { line, text } = record
  if ('problem' in record) return { line, text, problem: { field: '', error: record.problem } }
  const given = readCells(columns, record.cells)
  return toReading(line, text, 'error' in given ? given : readEvent(given.values))
}

function readCells(
  columns: readonly Key[],
  record: readonly string[],
): { readonly values: Readonly<Record<string, unknown>> } | LineProblem {
  const values: Record<string, unknown> = {}
  for (const [index, key] of columns.entries()) {
    try {
      values[key] = cells[key](record[index] ?? '')
    } catch (error) {
      if (error instanceof Wrong) return { field: key, error: error.message }
      throw error
    }
  }
  return { values }
}
