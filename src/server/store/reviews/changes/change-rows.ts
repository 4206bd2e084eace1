import { type Kysely, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import type { PlannedChange, PlannedOn } from '../../../reviews/row-store.ts'
import type { Schema } from '../../database/schema.ts'
import { nanoseconds } from '#std/instant.ts'
import { rowParameters } from './change-result.ts'

/** A row of a certification, and what becomes of it; rows that stand the same may share one plan. */
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
  const { plans, planOf } = plansOf(rows)
  const results = rows.map(({ on }) => on.result_id)
  const { rows: changed } = await sql<{ outcome: RowOutcome; done: readonly number[] }>`
    SELECT outcome, done FROM change_rows(${number}, ${rules_version}, ${results}::integer[],
      ${rows.map(({ on }) => on.version)}::integer[], ${planOf}::integer[], ${JSON.stringify(plans)}::jsonb,
      ${JSON.stringify(by.actor)}::jsonb, ${by.via}, ${nanoseconds(by.clock())}::bigint, ${untilDue})`.execute(
    db,
  )
  const { outcome = 'stale', done = [] } = changed[0] ?? {}
  const isDone = new Set(done)
  return new Map(results.map((id) => [id, outcome !== 'done' || isDone.has(id) ? outcome : 'stale'] as const))
}

/** The plans of rows, each once however many share it, and of each row which of these is its own. */
function plansOf(rows: readonly PlannedRow[]) {
  const numbers = new Map<PlannedRow['plan'], number>()
  const plans: object[] = []
  const planOf = rows.map(({ on, plan }) => {
    const known = numbers.get(plan)
    if (known !== undefined) return known
    numbers.set(plan, plans.length)
    const { result: _result, version: _version, ...becomes } = rowParameters(on, plan)
    return plans.push({ plan: plans.length, ...becomes, entries: plan.entries }) - 1
  })
  return { plans, planOf }
}
