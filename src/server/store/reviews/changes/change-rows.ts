import { type Kysely, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import type { PlannedChange, PlannedOn } from '../../../reviews/row-store.ts'
import type { Schema } from '../../database/schema.ts'
import { nanoseconds } from '#std/instant.ts'
import { rowParameters } from './change-result.ts'

/** A row of a certification, and what becomes of it. */
export type PlannedRow = { readonly on: PlannedOn; readonly plan: PlannedChange['plan'] }

/**
 * What became of a planned row: `done`, else what had changed since it was planned: `stale` (the row), `rules` (the
 * certification or its settings; then none is done), `due` (the due time has come; none either).
 */
export type RowOutcome = 'done' | 'stale' | 'rules' | 'due'

/**
 * Changes many rows of one certification in one statement, each as `resultChanger` changes it, by `change_rows` of
 * `store/functions/`. All were planned under the same rules. `via` is what the log says of how they came: `session`, or a key. Returns what became of each, by its id.
 */
export async function changeRows(
  db: Kysely<Schema>,
  by: { readonly actor: WorkflowUser; readonly via: string; readonly clock: () => Date },
  rows: readonly PlannedRow[],
  untilDue: boolean,
): Promise<ReadonlyMap<number, RowOutcome>> {
  const [first] = rows
  if (!first) return new Map()
  const { number, rules_version } = first.on
  const changes = rows.map(({ on, plan }) => ({ ...rowParameters(on, plan), entries: plan.entries }))
  const { rows: outcomes } = await sql<{ changed: number; outcome: RowOutcome }>`
    SELECT changed, outcome FROM change_rows(${number}, ${rules_version}, ${JSON.stringify(changes)}::jsonb,
      ${JSON.stringify(by.actor)}::jsonb, ${by.via}, ${nanoseconds(by.clock())}::bigint, ${untilDue})`.execute(
    db,
  )
  return new Map(outcomes.map(({ changed, outcome }) => [changed, outcome]))
}
