import { type RawBuilder, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import type { RowsAlike } from '../../../reviews/bulk-store.ts'
import type { PlannedChange } from '../../../reviews/row-store.ts'
import { nanoseconds } from '#std/instant.ts'
import { rowParameters } from './change-result.ts'

/** Rows that stand alike, and what becomes of each. */
export type ChangeOfRows = {
  readonly chosen: Pick<RowsAlike, 'ids' | 'versions' | 'row'>
  readonly plan: PlannedChange['plan']
}

/** Whose change it is, of which certification; `via` is what the log says of how they came: `session`, or a key. */
type ChangedBy = {
  readonly number: number
  readonly rules_version: number
  readonly actor: WorkflowUser
  readonly via: string
  readonly clock: () => Date
}

/**
 * What `change_rows` of `store/functions/` takes, in its order: it changes many rows of one certification in one statement, each as
 * `resultChanger` changes it. All were planned under the same rules; `untilDue` says whether the due time ends them.
 */
export function changeRowsArguments(
  { number, rules_version, actor, via, clock }: ChangedBy,
  changes: readonly ChangeOfRows[],
  untilDue: boolean,
): RawBuilder<unknown> {
  const { plans, planOf } = plansOf(changes)
  const rows = changes
    .flatMap(({ chosen: { ids, versions } }, at) =>
      ids.map((id, place) => ({ id, version: versions[place] ?? 0, plan: planOf[at] ?? 0 })),
    )
    .toSorted((a, b) => a.id - b.id)
  return sql`${number}, ${rules_version}, ${rows.map(({ id }) => id)}::integer[],
    ${rows.map(({ version }) => version)}::integer[], ${rows.map(({ plan }) => plan)}::integer[],
    ${JSON.stringify(plans)}::jsonb, ${JSON.stringify(actor)}::jsonb, ${via}, ${nanoseconds(clock())}::bigint, ${untilDue}`
}

/** The plans of rows, each once however many share it, and of each change which of these is its own. */
function plansOf(changes: readonly ChangeOfRows[]) {
  const numbers = new Map<ChangeOfRows['plan'], number>()
  const plans: object[] = []
  const planOf = changes.map(({ chosen, plan }) => {
    const known = numbers.get(plan)
    if (known !== undefined) return known
    numbers.set(plan, plans.length)
    const becomes = rowParameters(chosen.row, plan)
    return plans.push({ plan: plans.length, ...becomes, entries: plan.entries }) - 1
  })
  return { plans, planOf }
}
