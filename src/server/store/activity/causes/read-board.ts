import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { FailureBoard, FailureCause } from '#contract/activity/failures.ts'
import type { Filter } from '#scim/ast.ts'
import { withShared } from '../../../causes/normalise-message.ts'
import type { Schema } from '../../database/schema.ts'
import { compilerOf } from '../action-event-filter.ts'
import { barsOfFailed, instantText } from './bars.ts'
import { knownCause } from './fill-causes.ts'
import {
  events,
  failureFacts,
  outcome,
  placeFacts,
  started,
  storyOfFailed,
  wholePlaceFacts,
} from './outcome.ts'

type Sql = RawBuilder<unknown>

/** Failed events that match, and of these one cause alone where it is stated. */
export type WantedFailures = { readonly filter: Filter | undefined; readonly cause?: string }

/** A part of the causes' events: so many values of most events, and how many there are. */
type Policies = readonly { readonly value: string; readonly label: string; readonly count: number }[]

/** A board, and of each cause the policies of most events, and how many there are. */
type Board = {
  readonly board: FailureBoard
  readonly policies: ReadonlyMap<string, { readonly list: Policies; readonly count: number }>
}

type Read = {
  readonly cause_id: string | null
  readonly events: number
  /** All but its message. */
  readonly cause: FailureCause
  /** Null where no cause is known. */
  readonly text: string | null
  readonly shared: readonly (string | null)[] | null
  readonly bar_seconds: number
  readonly policies: Policies
  readonly policy_count: number
}

/**
 * The causes of the failed events that match, those of most events first, each with its `most` workflows, actions and policies of most
 * events. What has become of them is judged by all stored events, also those that the filter leaves out. All is read in one
 * statement, so that its numbers add up.
 */
export async function readBoard(db: Kysely<Schema>, wanted: WantedFailures, most: number): Promise<Board> {
  return await db.transaction().execute(async (trx) => {
    // Tables of a hundred thousand failures stay in memory.
    await sql`SET LOCAL work_mem = '64MB'`.execute(trx)
    const { rows } = await sql<Read>`WITH ${await failedOf(trx, wanted)},
      ${storyOfFailed},
      ${becameOfFailed},
      ${valuesOfFailed(most)},
      ${barsOfFailed(wanted.filter)},
      total AS (SELECT cause_id, sum(count)::integer AS events,
        ${instantText(sql`min(first)`)} AS first_at, ${instantText(sql`max(last)`)} AS last_at FROM spread GROUP BY cause_id),
      people AS (SELECT cause_id, count(*)::integer AS identities
        FROM (SELECT DISTINCT cause_id, identity_hash FROM failed) AS each GROUP BY cause_id)
      SELECT cause_id, events, cause.text, cause.shared, width.seconds AS bar_seconds, policies.list AS policies, policies.values_in_all AS policy_count,
        json_build_object('cause_id', cause_id, 'events', events, 'identities', identities, 'first_at', first_at, 'last_at', last_at,
          'became', coalesce(became.list, '[]'),
          'workflows', workflows.list, 'workflow_count', workflows.values_in_all,
          'actions', actions.list, 'action_count', actions.values_in_all,
          'bars', coalesce(bars.list, '[]')) AS cause
      FROM total CROSS JOIN width LEFT JOIN cause USING (cause_id) LEFT JOIN people USING (cause_id)
        LEFT JOIN became USING (cause_id) LEFT JOIN bars USING (cause_id)
        LEFT JOIN workflows USING (cause_id) LEFT JOIN actions USING (cause_id) LEFT JOIN policies USING (cause_id)
      ORDER BY events DESC, cause_id`.execute(trx)
    return boardOf(rows)
  })
}

function boardOf(rows: readonly Read[]): Board {
  const causes: FailureCause[] = []
  const policies = new Map<string, { readonly list: Policies; readonly count: number }>()
  let unsorted = 0
  for (const { cause_id, events, cause, text, shared, policies: list, policy_count: count } of rows) {
    if (cause_id === null || text === null) unsorted += events
    else {
      causes.push({ ...cause, message: withShared(text, shared ?? []) })
      policies.set(cause_id, { list, count })
    }
  }
  const events = causes.reduce((sum, cause) => sum + cause.events, unsorted)
  return { board: { events, unsorted, bar_seconds: rows[0]?.bar_seconds ?? 1, causes }, policies }
}

/**
 * The failed events that match as a common table, `failed`, and how many there are of each cause in each action of a workflow of a policy,
 * `spread`, with the names that the newest of them has. Without a filter, and of a time range, `failed` is read from its index alone.
 */
async function failedOf(db: Kysely<Schema>, { filter, cause }: WantedFailures): Promise<Sql> {
  const matches = filter ? sql`AND ${(await compilerOf(db, filter))(filter)}` : sql``
  const ofCause = cause === undefined ? sql`` : sql`AND cause_id = ${cause}`
  return sql`failed AS MATERIALIZED (SELECT ${knownCause} AS cause_id, id, place, identity_hash, identity_id, action_hash, started_ns
      FROM action_event WHERE state = 'ERRORED' ${ofCause} ${matches}),
    tally AS MATERIALIZED (SELECT cause_id, action_hash, max(id) AS id,
      count(*)::integer AS count, min(${started}) AS first, max(${started}) AS last FROM failed GROUP BY 1, 2),
    spread AS MATERIALIZED (SELECT cause_id, count, first, last, named.* FROM tally CROSS JOIN LATERAL (
      SELECT workflow_name, action_name, policy_id, policy_name FROM action_event WHERE action_event.id = tally.id OFFSET 0) AS named)`
}

/** What has become of each cause, place by place (`became`). */
const becameOfFailed = sql`parts AS (SELECT place, cause_id, ${events} AS struck, ${placeFacts}, ${failureFacts(sql`true`)}
    FROM story GROUP BY place, cause_id),
  judged AS (SELECT place, cause_id, struck, at, is_unknown, ${wholePlaceFacts} FROM parts),
  became AS (SELECT cause_id, json_agg(json_build_object('of', of, 'places', places) ORDER BY places DESC, of) AS list
    FROM (SELECT cause_id, ${outcome} AS of, count(*)::integer AS places
      FROM judged WHERE struck > 0 AND cause_id IS NOT NULL GROUP BY 1, 2) AS counted GROUP BY cause_id)`

const fields = [
  { list: 'workflows', value: sql`workflow_name`, object: sql`'value', value, 'count', count` },
  { list: 'actions', value: sql`action_name`, object: sql`'value', value, 'count', count` },
  { list: 'policies', value: sql`policy_id`, object: sql`'value', value, 'label', label, 'count', count` },
] as const

/** The workflows, actions and policies of most events of each cause. */
function valuesOfFailed(most: number): Sql {
  return sql.join(
    fields.map(
      ({ list, value, object }) => sql`${sql.ref(list)} AS (
        SELECT cause_id, count(*)::integer AS values_in_all,
          json_agg(json_build_object(${object}) ORDER BY rank) FILTER (WHERE rank <= ${most}) AS list
        FROM (SELECT cause_id, ${value} AS value, max(policy_name) AS label, sum(count)::integer AS count,
            row_number() OVER (PARTITION BY cause_id ORDER BY sum(count) DESC, ${value}) AS rank
          FROM spread GROUP BY 1, 2) AS counted GROUP BY 1)`,
    ),
  )
}
