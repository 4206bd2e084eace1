import { type Kysely, sql } from 'kysely'
import { personId } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { PlannedChange, PlannedOn, RowStore } from '../../../reviews/row-store.ts'
import type { Schema } from '../../database/schema.ts'
import { nanoseconds } from '#std/instant.ts'
import { commitGroups } from './commit-groups.ts'

/**
 * The one way in which rows are changed by a person or an integration, one row at a time, by `change_results` of
 * `store/functions/`. The time in the log is that of the clock when the change goes to the database.
 */
export function resultChanger(prepared: Kysely<Schema>, clock: () => Date): RowStore['writeChange'] {
  const write = commitGroups(async (changes: readonly object[]) => {
    const ns = nanoseconds(clock())
    const sent = JSON.stringify(changes.map((change) => ({ ...change, ns })))
    const { rows } = await sql<{ outcome: string }>`
      SELECT outcome FROM change_results(${sent}::jsonb) AS outcome`.execute(prepared)
    return rows.map(({ outcome }) => outcome)
  })
  return async (actor, on, planned) => (await write(on.number, parameters(actor, on, planned))) === 'done'
}

/** What becomes of a row, as the functions of the database take it. */
export function rowParameters(before: PlannedOn['row'], { row, entries }: PlannedChange['plan']) {
  const isReassigned = entries.some((entry) => entry.action === 'REVIEWER_ASSIGNED')
  return {
    decision: row.decision,
    notes: row.notes,
    sign: Number(row.signedOff) - Number(before.signedOff),
    reviewers: isReassigned ? row.reviewers : null,
  }
}

/** The change as `change_results` takes it, but for its time. */
function parameters(
  actor: Actor,
  on: PlannedOn,
  { plan, untilDue, key, fingerprint }: PlannedChange,
): object {
  const { row } = plan
  const { number, rules_version, result_id, version } = on
  return {
    ...rowParameters(on.row, plan),
    result: result_id,
    version,
    actor: actor.user,
    via: actor.via === 'session' ? 'session' : actor.id,
    certification: number,
    rules: rules_version,
    entries: plan.entries,
    status: row.notification_status,
    infos: row.notification_response_infos,
    caller: personId(actor.user),
    key: key ?? null,
    fingerprint: fingerprint.toString('hex'),
    until_due: untilDue,
  }
}
