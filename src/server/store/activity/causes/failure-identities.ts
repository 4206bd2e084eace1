import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { FailureIdentity, FailureOutcome } from '#contract/activity/failures.ts'
import { withShared } from '../../../causes/normalise-message.ts'
import type { Page, Position } from '../../../backend.ts'
import type { Schema } from '../../database/schema.ts'
import {
  byOrder,
  events,
  failureFacts,
  isBy,
  lastFailure,
  outcome,
  placeFacts,
  storyOfFailed,
} from './outcome.ts'

type Sql = RawBuilder<unknown>

/** Which identities of a cause, and from where on. */
export type WantedIdentities = {
  readonly cause: string
  /** The condition that their failed events match; all do where it is left out. */
  readonly condition?: Sql | undefined
  /** The place at which alone it is asked. */
  readonly at?: { readonly place: string; readonly identity_id: string }
  readonly became?: FailureOutcome | undefined
  readonly after?: Position | undefined
}

/** An identity as it is read. */
export type ReadIdentity = {
  /** All but `by_message`. */
  readonly identity: FailureIdentity
  readonly by_text: string | null
  readonly by_shared: readonly (string | null)[] | null
  readonly position: string[]
}

/** A page of the identities that a cause struck, each at its place, those of the newest failures first. */
export async function listFailureIdentities(
  db: Kysely<Schema>,
  wanted: WantedIdentities & { readonly limit: number },
): Promise<Page<FailureIdentity>> {
  const { limit } = wanted
  const { rows } = await identitiesSql(wanted).execute(db)
  const shown = rows.slice(0, limit)
  return {
    rows: shown.map(toIdentity),
    next: rows.length > limit ? shown.at(-1)?.position : undefined,
  }
}

/** How many identities of a cause there are from a position on. */
export function countIdentitiesSql(wanted: WantedIdentities): RawBuilder<{ count: number }> {
  return sql`WITH ${judged(wanted)} SELECT count(*)::float8 AS count FROM judged WHERE ${isWanted(wanted)}`
}

/** The same identities in their order, one more than the limit if there is one, to know whether there are more. */
export function identitiesSql(
  wanted: WantedIdentities & { readonly limit?: number },
): RawBuilder<ReadIdentity> {
  const limit = wanted.limit === undefined ? sql`` : sql`LIMIT ${wanted.limit + 1}`
  return sql`WITH ${judged(wanted)}, page AS MATERIALIZED (SELECT * FROM judged WHERE ${isWanted(wanted)}
      ORDER BY last_when DESC, last_id DESC ${limit})
    ${toldOf(sql`page`)} ORDER BY last_when DESC, last_id DESC`
}

function isWanted({ became, after }: WantedIdentities): Sql {
  const conditions = [
    ...(became === undefined ? [] : [sql`became = ${became}`]),
    ...(after === undefined
      ? []
      : [sql`(last_when, last_id) < (${after[0] ?? ''}::bigint, ${after[1] ?? ''}::bigint)`]),
  ]
  return conditions.length > 0 ? sql.join(conditions, sql` AND `) : sql`true`
}

/** An identity as the contract has it. */
export function toIdentity({ identity, by_text, by_shared }: ReadIdentity): FailureIdentity {
  return { ...identity, by_message: by_text === null ? null : withShared(by_text, by_shared ?? []) }
}

/** Of each place where the cause struck: how many of its events match, the last of all of them, and what has become of it (`judged`). */
function judged({ cause, condition, at }: WantedIdentities): Sql {
  const matches = condition ? sql`AND ${condition}` : sql``
  const atPlace = at ? sql`AND identity_id = ${at.identity_id} AND place = ${at.place}` : sql``
  const isOfCause = sql`cause_id = ${cause}`
  return sql`failed AS MATERIALIZED (SELECT id, place, identity_id FROM action_event
      WHERE state = 'ERRORED' AND ${isOfCause} ${matches} ${atPlace}),
    ${storyOfFailed},
    places AS (SELECT place, ${events} AS events, ${placeFacts}, ${failureFacts(isOfCause)}, ${lastFailure(isOfCause)} AS last
      FROM story GROUP BY place),
    judged AS (SELECT *, last[1] AS last_when, last[2] AS last_id, ${outcome} AS became FROM places)`
}

const eventOf = (alias: string) => {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`json_build_object('policy_task', ${column('policy_task')}, 'action_name', ${column('action_name')},
    'state', ${column('state')}, 'at', coalesce(${column('completed_at')}, ${column('started_at')}))`
}

/** Judged places as the contract has them, with the event by which each has become what it has. */
function toldOf(table: Sql): Sql {
  return sql`SELECT json_build_object('identity_type', last.identity_type, 'identity_id', last.identity_id,
      'identity_name', last.identity_name, 'policy_id', last.policy_id, 'policy_name', last.policy_name,
      'workflow_name', last.workflow_name, 'action_name', last.action_name, 'events', place.events,
      'last', ${eventOf('last')}, 'became', place.became, 'by', CASE WHEN by.id IS NOT NULL THEN ${eventOf('by')} END,
      'by_cause', again.cause_id) AS identity, again.text AS by_text, again.shared AS by_shared,
      ARRAY[place.last_when::text, place.last_id::text] AS position
    FROM ${table} AS place JOIN action_event AS last ON last.id = place.last_id
    LEFT JOIN LATERAL (SELECT * FROM (
        SELECT * FROM action_event WHERE last.identity_id <> '' AND identity_id = last.identity_id AND place = place.place
        UNION ALL SELECT * FROM action_event WHERE last.identity_id = '' AND identity_id = '' AND place = place.place) AS event
      WHERE ${isBy} ORDER BY ${byOrder} LIMIT 1) AS by ON true
    LEFT JOIN cause AS again ON again.cause_id = by.cause_id AND place.became = 'BROKEN_AGAIN'`
}
