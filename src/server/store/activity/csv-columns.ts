import { type RawBuilder, sql } from 'kysely'
import { actionEventKeys } from '#contract/activity/action-event.ts'
import type { ActionEventRow } from '../database/schema.ts'

type Sql = RawBuilder<unknown>

/**
 * How each column becomes a cell: `text` is what came from outside, and guarded; `plain` is written by this server in a form
 * of its own (numbers, times, true and false); `json` is a list or an object.
 */
const cells: Readonly<Record<keyof ActionEventRow, 'text' | 'plain' | 'json'>> = {
  policy_task: 'text',
  action_name: 'text',
  action_type: 'text',
  state: 'text',
  policy_id: 'text',
  policy_name: 'text',
  policy_version_number: 'plain',
  workflow_name: 'text',
  identity_id: 'text',
  identity_name: 'text',
  identity_type: 'text',
  started_at: 'plain',
  completed_at: 'plain',
  any_changes: 'plain',
  jobs_started: 'plain',
  jobs_completed: 'plain',
  jobs_errored: 'plain',
  extraction_event: 'text',
  messages: 'json',
  event_source: 'text',
  dry_run: 'plain',
  extra: 'json',
}

/** The columns of a file: every key of the contract in its order, then what was imported beside them. */
export const eventColumns = [...actionEventKeys, 'extra'] as const

/** The first line of a file of CSV, with its line feed. */
export const csvHeader = `${eventColumns.join(',')}\n`

/**
 * Whether a spreadsheet would run a cell with this text (LibreOffice takes blanks before the sign away where it is told to).
 * One that has a guard by nature is guarded once more, so that a guard is told from what was there. The first character alone
 * rules most texts out, in half the time.
 */
const needsGuard = (name: string) =>
  sql`(ascii(${sql.ref(name)}) IN (9, 13, 32, 39, 43, 45, 61, 64) AND ${sql.ref(name)} ~ '^''* *[-=+@\\t\\r]')`

/** The cells of a row of CSV. A text that a spreadsheet would run has `'` before it. */
export const csvCells: Sql = sql.join(
  eventColumns.map((name) => {
    const cell = cellOf(name)
    return cells[name] === 'text'
      ? sql`CASE WHEN ${needsGuard(name)} THEN '''' || ${cell} ELSE ${cell} END AS ${sql.ref(name)}`
      : cell
  }),
)

/**
 * How COPY writes these as CSV: every text in quotes, so that what a spreadsheet takes for a separator (`;`) splits none, and so
 * that a guard is known by the three signs before it (`guard-counter.ts`).
 */
export const csvOptions: Sql = sql`FORMAT csv, ENCODING 'UTF8', FORCE_QUOTE (${sql.join(
  eventColumns.filter((name) => cells[name] === 'text').map((name) => sql.ref(name)),
)})`

/** The same without guards. */
export const plainCells: Sql = sql.join(eventColumns.map(cellOf))

/** The columns that are counters. */
export const eventCounters: readonly (typeof eventColumns)[number][] = [
  'jobs_started',
  'jobs_completed',
  'jobs_errored',
]

function cellOf(name: (typeof eventColumns)[number]): Sql {
  const column = sql.ref(name)
  return cells[name] === 'json' ? sql`to_jsonb(${column})::text` : sql`${column}::text`
}
