import { type Kysely, sql } from 'kysely'
import type { FailureCause } from '#contract/activity/failures.ts'
import type { Filter } from '#scim/ast.ts'
import { withShared } from '../../../causes/normalise-message.ts'
import { noTime, type Schema } from '../../database/schema.ts'
import { compilerOf } from '../action-event-filter.ts'
import { failureFacts, outcome, place, placeFacts, who } from './outcome.ts'

type Read = Pick<FailureCause, 'cause_id' | 'events' | 'identities' | 'first_at' | 'last_at' | 'became'> & {
  readonly text: string
  readonly shared: readonly (string | null)[]
}

/**
 * The causes of the failed events that match, those of most events first. What has become of them is judged by all stored events,
 * also those that the filter leaves out.
 */
export async function listFailures(
  db: Kysely<Schema>,
  filter: Filter | undefined,
): Promise<readonly FailureCause[]> {
  const condition = filter ? sql`AND ${(await compilerOf(db, filter))(filter)}` : sql``
  const { rows } = await sql<Read>`
    WITH asked AS MATERIALIZED (SELECT cause_id, ${who} AS who, policy_id, workflow_name, action_name, started_ns
        FROM action_event WHERE state = 'ERRORED' AND cause_id IS NOT NULL ${condition}),
      places AS MATERIALIZED (SELECT DISTINCT ${place} FROM asked),
      story AS MATERIALIZED (SELECT ${place}, cause_id, state, dry_run, started_ns, completed_ns
        FROM (SELECT *, ${who} AS who FROM action_event) AS event JOIN places USING (${place})),
      facts AS (SELECT ${place}, ${placeFacts} FROM story GROUP BY ${place}),
      failures AS (SELECT ${place}, cause_id, ${failureFacts} FROM story WHERE state = 'ERRORED' GROUP BY ${place}, cause_id),
      became AS (SELECT cause_id, ${outcome} AS of, count(*)::integer AS places
        FROM (SELECT DISTINCT cause_id, ${place} FROM asked) AS pair JOIN failures USING (cause_id, ${place}) JOIN facts USING (${place})
        GROUP BY 1, 2)
    SELECT cause.cause_id, cause.text, cause.shared, count(*)::integer AS events, count(DISTINCT who)::integer AS identities,
      instant_text(min(nullif(started_ns, ${sql.lit(noTime)}::bigint))) AS first_at,
      instant_text(max(nullif(started_ns, ${sql.lit(noTime)}::bigint))) AS last_at,
      (SELECT json_agg(json_build_object('of', of, 'places', places) ORDER BY places DESC, of) FROM became
        WHERE became.cause_id = cause.cause_id) AS became
    FROM asked JOIN cause USING (cause_id) GROUP BY cause.cause_id ORDER BY events DESC, cause.cause_id`.execute(
    db,
  )
  const notYet = { workflows: [], workflow_count: 0, actions: [], action_count: 0, bars: [] }
  return rows.map(({ text, shared, ...row }) => ({ ...row, ...notYet, message: withShared(text, shared) }))
}
