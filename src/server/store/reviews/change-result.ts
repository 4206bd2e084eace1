import { type Kysely, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { Plan, RowState } from '../../rules/change-plan.ts'
import type { ChangeConditions } from '../../reviews.ts'
import type { Schema } from '../schema.ts'
import { nanoseconds } from './append-log.ts'
import { isKeyTaken } from './operation-keys.ts'

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
 * Makes a planned change in one round trip and one transaction (see `change_result` of migration 0003): row, reviewers,
 * log, counters, event, key. Returns false, with nothing done, when the row, its certification or the key have changed
 * since they were read.
 */
export async function changeResult(
  db: Kysely<Schema>,
  actor: Actor,
  on: PlannedOn,
  { plan, now, key, fingerprint }: Planned,
): Promise<boolean> {
  const { row } = plan
  const sign = Number(row.signedOff) - Number(on.row.signedOff)
  const { result_id, version } = on
  const entries = plan.entries.map((entry) => ({ ...entry, result_id, version: version + 1 }))
  const reviewers = entries.some((entry) => entry.action === 'REVIEWER_ASSIGNED') ? row.reviewers : null
  try {
    const { rows } = await sql<{ outcome: string }>`SELECT change_result(
      ${on.number}, ${on.rules_version}, ${result_id}, ${version}, ${row.decision}, ${row.notes}, ${sign},
      ${row.notification_status}, ${JSON.stringify(row.notification_response_infos)},
      ${reviewers && JSON.stringify(reviewers)}, ${JSON.stringify(entries)}, ${JSON.stringify(actor.user)},
      ${viaOf(actor)}, ${nanoseconds(now)}, ${actor.id}, ${key ?? null}, ${fingerprint}) AS outcome`.execute(
      db,
    )
    return rows[0]?.outcome === 'done'
  } catch (error) {
    if (isKeyTaken(error)) return false
    throw error
  }
}

/** How a change came, as the log says it: session or key:<id>. */
function viaOf(actor: Actor): string {
  return actor.via === 'session' ? 'session' : actor.id
}
