import { actionEventKeys } from '#contract/activity/action-event.ts'
import type { ActionEventInput } from '../../../store/activity/load-action-events.ts'
import { NotStarted } from '../../command.ts'
import { checkHeader } from '../file/csv.ts'
import { readEvent } from './event.ts'
import { headerNames } from '../file/header-names.ts'
import type { Kind, ReadCells } from '../file/kind.ts'
import { type LineProblem, Wrong } from '../../../lines/problem.ts'
import { separatorsTried } from '../../../lines/separator.ts'

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

/** Lines that are action events (veza-api A.1). */
export const actionEvents: Kind<ActionEventInput> = {
  unusualNumbers: 'refused if rounded',
  readObject: readEvent,
  readHeader,
}

function readHeader(cellsOfHeader: readonly string[]): ReadCells<ActionEventInput> {
  const columns = headerNames(cellsOfHeader, new Set(actionEventKeys)).map((name, index) => {
    if (isKey(name)) return name
    throw new NotStarted(
      `The header of column ${index + 1} is not a field of an action event. Fields are ${actionEventKeys.join(', ')}. ${separatorsTried}`,
    )
  })
  checkHeader(columns, required)
  return (record) => {
    const read = readCells(columns, record)
    return 'error' in read ? read : readEvent(read.values)
  }
}

function isKey(cell: string): cell is Key {
  return Object.hasOwn(cells, cell)
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
