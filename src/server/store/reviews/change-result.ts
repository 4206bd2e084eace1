import { type Kysely, sql } from 'kysely'
import { personId } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Plan, RowState } from '../../rules/change-plan.ts'
import type { ChangeConditions } from '../../reviews.ts'
import type { Schema } from '../schema.ts'
import { nanoseconds } from './append-log.ts'
import { commitGroups } from './commit-groups.ts'

/** The row that a change was planned on, and that which it may only be made on. */
export type PlannedOn = {
  readonly number: number
  readonly rules_version: number
  readonly result_id: number
  readonly version: number
  readonly row: RowState
}

type Planned = Pick<ChangeConditions, 'key' | 'fingerprint'> & { readonly plan: Plan; readonly now: Date }

/**
 * Makes a planned change: row, reviewers, log, counters, event and key in one transaction (see `change_results` of
 * migration 0007). Returns false, with nothing done, when the row, its certification or the key have changed since they
 * were read.
 */
export type ChangeResult = (actor: Actor, on: PlannedOn, planned: Planned) => Promise<boolean>

/** The one way in which rows are changed by a person or an integration, one row at a time. */
export function resultChanger(prepared: Kysely<Schema>): ChangeResult {
  const write = commitGroups(async (changes: readonly object[]) => {
    const { rows } = await sql<{ outcome: string }>`
      SELECT outcome FROM change_results(${JSON.stringify(changes)}::jsonb) AS outcome`.execute(prepared)
    return rows.map(({ outcome }) => outcome)
  })
  return async (actor, on, planned) => (await write(on.number, parameters(actor, on, planned))) === 'done'
}

/** The change as `change_results` takes it. */
function parameters(actor: Actor, on: PlannedOn, { plan, now, key, fingerprint }: Planned): object {
  const { row } = plan
  const { number, rules_version, result_id, version } = on
  const entries = plan.entries.map((entry) => ({ ...entry, result_id, version: version + 1 }))
  return {
    certification: number,
    rules: rules_version,
    result: result_id,
    version,
    decision: row.decision,
    notes: row.notes,
    sign: Number(row.signedOff) - Number(on.row.signedOff),
    status: row.notification_status,
    infos: row.notification_response_infos,
    reviewers: entries.some((entry) => entry.action === 'REVIEWER_ASSIGNED') ? row.reviewers : null,
    entries,
    actor: actor.user,
    via: actor.via === 'session' ? 'session' : actor.id,
    ns: nanoseconds(now),
    caller: personId(actor.user),
    key: key ?? null,
    fingerprint: fingerprint.toString('hex'),
  }
}
