import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ActionEvent, ActionEventRef } from '#contract/activity/action-event.ts'
import type { Count } from '#contract/envelopes.ts'
import type { EventSelection } from '../../event-selection.ts'
import { shownColumns, toActionEvent } from './action-event-row.ts'
import type { ActionEventRow, Schema } from '../database/schema.ts'
import { plannedCondition } from './selection-sql.ts'

/** One event by its task and exact name, or undefined. */
export async function getActionEvent(
  db: Kysely<Schema>,
  ref: ActionEventRef,
): Promise<ActionEvent | undefined> {
  const { rows } =
    await sql<ActionEventRow>`SELECT ${shownColumns} FROM action_event WHERE ${isEvent(ref)}`.execute(db)
  return rows[0] && toActionEvent(rows[0])
}

/** The condition that finds one event through the index of its key. */
export function isEvent(ref: ActionEventRef): RawBuilder<unknown> {
  return sql`policy_task = ${ref.workflow_task}::text AND name_key(action_name) = name_key(${ref.action_name}::text)`
}

/** How many of the events are there, counted up to `most`. */
export async function countActionEvents(
  db: Kysely<Schema>,
  selection: EventSelection,
  most: number,
): Promise<Count> {
  const condition = await plannedCondition(db, selection)
  const { rows } = await sql<{ count: number }>`SELECT count(*)::integer AS count
    FROM (SELECT 1 FROM action_event WHERE ${condition} LIMIT ${most + 1}) AS matching`.execute(db)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, most), capped: count > most }
}

/** The stored states and action types, each found by one step through its index. */
export async function storedNames(db: Kysely<Schema>): Promise<{ state: string[]; action_type: string[] }> {
  return { state: await distinct(db, 'state'), action_type: await distinct(db, 'action_type') }
}

async function distinct(db: Kysely<Schema>, column: 'state' | 'action_type'): Promise<string[]> {
  const name = sql.ref(column)
  const { rows } = await sql<{ value: string }>`WITH RECURSIVE step(value) AS (
      SELECT min(${name}) FROM action_event
      UNION ALL
      SELECT (SELECT min(${name}) FROM action_event WHERE ${name} > step.value) FROM step WHERE step.value IS NOT NULL
    ) SELECT value FROM step WHERE value IS NOT NULL`.execute(db)
  return rows.map((row) => row.value)
}
