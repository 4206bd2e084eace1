import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ActionEvent, ActionEventRef } from '#contract/action-event.ts'
import type { Count } from '#contract/envelopes.ts'
import type { ActionEventField, ActionEventOrderField } from '#contract/fields.ts'
import type { Filter } from '#scim/ast.ts'
import type { ActionEventList, Page } from '../backend.ts'
import { type Column, toSql } from './filter-sql.ts'
import type { ActionEventRow, Schema } from './schema.ts'

/** The one place where filterable fields of action events meet their columns. */
const columns: Readonly<Record<ActionEventField, Column>> = {
  state: { kind: 'text', name: 'state' },
  policy_task: { kind: 'text', name: 'policy_task' },
  action_name: { kind: 'text', name: 'action_name_lc', fold: true, prefix: 600 },
  action_type: { kind: 'text', name: 'action_type' },
  policy_id: { kind: 'text', name: 'policy_id' },
  workflow_name: { kind: 'text', name: 'workflow_name', prefix: 600 },
  identity_id: { kind: 'text', name: 'identity_id' },
  identity_name: { kind: 'text', name: 'identity_name_lc', fold: true, prefix: 600 },
  started_at: { kind: 'time', name: 'started_ns' },
  completed_at: { kind: 'time', name: 'completed_ns' },
  any_changes: { kind: 'boolean', name: 'any_changes' },
  extraction_event: { kind: 'text', name: 'extraction_event' },
  jobs_started: { kind: 'integer', name: 'jobs_started' },
}

type SortKey = { readonly expression: RawBuilder<unknown>; readonly type: RawBuilder<unknown> }
const text: RawBuilder<unknown> = sql`text COLLATE "C"`
const bigint: RawBuilder<unknown> = sql`bigint`
const started: SortKey = { expression: sql`started_ns`, type: bigint }
const id: SortKey = { expression: sql`id`, type: bigint }

/** The keys of each order. All of one order go the same way, so one row-value comparison pages through it. */
const sortKeys: Readonly<Record<ActionEventOrderField, readonly SortKey[]>> = {
  started_at: [started, id],
  completed_at: [{ expression: sql`completed_ns`, type: bigint }, started, id],
  state: [{ expression: sql`state`, type: text }, started, id],
  action_type: [{ expression: sql`action_type`, type: text }, started, id],
  policy_id: [{ expression: sql`policy_id`, type: text }, started, id],
  identity_name: [{ expression: sql`left(identity_name_lc, 600)`, type: text }, started, id],
}

const shown = sql.raw(
  `policy_task, action_name, action_type, state, policy_id, policy_name, policy_version_number, workflow_name,
   identity_id, identity_name, identity_type, started_at, completed_at, any_changes, jobs_started, jobs_completed,
   jobs_errored, extraction_event, messages, event_source, dry_run, extra`,
)

/** A page of action events in the given order, by keyset: rows that stay are each seen once, whatever is inserted. */
export async function listActionEvents(db: Kysely<Schema>, list: ActionEventList): Promise<Page<ActionEvent>> {
  const query = listQuery(list)
  const { rows } = await query.execute(db)
  const wanted = rows.slice(0, list.limit)
  const last = rows.length > list.limit ? wanted.at(-1) : undefined
  return { rows: wanted.map(toActionEvent), next: last?.position }
}

/** The SQL of a page, one row longer than asked for, to know whether there are more. */
export function listQuery({ filter, order, limit, after }: ActionEventList): RawBuilder<ActionEventRow & { position: string[] }> {
  const keys = sortKeys[order.field]
  const way = sql.raw(order.direction)
  const conditions = [
    ...(filter ? [conditionOf(filter)] : []),
    ...(after ? [beyond(keys, order.direction, after)] : []),
  ]
  const where = conditions.length > 0 ? sql`WHERE ${sql.join(conditions, sql` AND `)}` : sql``
  return sql`SELECT ${shown}, ARRAY[${sql.join(keys.map((key) => sql`${key.expression}::text`))}] AS position
    FROM action_event ${where}
    ORDER BY ${sql.join(keys.map((key) => sql`${key.expression} ${way}`))}
    LIMIT ${limit + 1}`
}

function beyond(keys: readonly SortKey[], direction: 'asc' | 'desc', after: readonly string[]): RawBuilder<unknown> {
  const left = sql.join(keys.map((key) => key.expression))
  const right = sql.join(keys.map((key, index) => sql`${after[index] ?? ''}::${key.type}`))
  return sql`(${left}) ${sql.raw(direction === 'desc' ? '<' : '>')} (${right})`
}

/** The SQL condition of a checked, canonical filter over action events. */
export function conditionOf(filter: Filter): RawBuilder<unknown> {
  return toSql(filter, columns)
}

/** One event by its task and exact name, or undefined. */
export async function getActionEvent(db: Kysely<Schema>, ref: ActionEventRef): Promise<ActionEvent | undefined> {
  const { rows } = await sql<ActionEventRow>`SELECT ${shown} FROM action_event WHERE ${isEvent(ref)}`.execute(db)
  return rows[0] && toActionEvent(rows[0])
}

/** The condition that finds one event through the index of its key. */
export function isEvent(ref: ActionEventRef): RawBuilder<unknown> {
  return sql`policy_task = ${ref.workflow_task}::text AND name_key(action_name) = name_key(${ref.action_name}::text)`
}

/** How many events match, counted up to `most`. */
export async function countActionEvents(db: Kysely<Schema>, filter: Filter | undefined, most: number): Promise<Count> {
  const where = filter ? sql`WHERE ${conditionOf(filter)}` : sql``
  const { rows } = await sql<{ count: number }>`SELECT count(*)::integer AS count
    FROM (SELECT 1 FROM action_event ${where} LIMIT ${most + 1}) AS matching`.execute(db)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, most), capped: count > most }
}

/** The stored states and action types, each found by one step through its index. */
export async function storedNames(db: Kysely<Schema>): Promise<{ state: string[]; action_type: string[] }> {
  return { state: await distinct(db, 'state'), action_type: await distinct(db, 'action_type') }
}

async function distinct(db: Kysely<Schema>, column: 'state' | 'action_type'): Promise<string[]> {
  const name = sql.ref(column)
  const { rows } = await sql<{ found: string }>`WITH RECURSIVE step(found) AS (
      SELECT min(${name}) FROM action_event
      UNION ALL
      SELECT (SELECT min(${name}) FROM action_event WHERE ${name} > step.found) FROM step WHERE step.found IS NOT NULL
    ) SELECT found FROM step WHERE found IS NOT NULL`.execute(db)
  return rows.map((row) => row.found)
}

/** A stored row as the contract gives it: unknown imported keys beside the known ones, never in place of them. */
function toActionEvent({ extra, ...row }: ActionEventRow & { position?: string[] }): ActionEvent {
  delete row.position
  return extra ? { ...extra, ...row } : row
}
