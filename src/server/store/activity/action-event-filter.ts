import type { Kysely, RawBuilder } from 'kysely'
import type { ActionEventField } from '#contract/fields.ts'
import type { Filter } from '#scim/ast.ts'
import { type Column, toSql } from '../database/filter-sql.ts'
import type { Schema } from '../database/schema.ts'
import { storedTexts } from '../database/stored-texts.ts'

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

/** Turns a checked, canonical filter, or a part of the one it was made for, into a SQL condition. */
export type Compile = (filter: Filter) => RawBuilder<unknown>

/** The compiler of one filter; it asks the database first for what the plan depends on. */
export async function compilerOf(db: Kysely<Schema>, filter: Filter): Promise<Compile> {
  const texts = await storedTexts(db, filter, columns)
  return (part) => toSql(part, columns, texts)
}

/** The condition as it stands, without anything asked before. */
export function conditionOf(filter: Filter): RawBuilder<unknown> {
  return toSql(filter, columns, new Map())
}
