import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { FailureBoard, FailureCause } from '#contract/activity/failures.ts'
import type { Filter } from '#scim/ast.ts'
import { withShared } from '../../../causes/normalise-message.ts'
import type { Schema } from '../../database/schema.ts'
import { compilerOf } from '../action-event-filter.ts'
import { barWidth } from './bar-width.ts'
import { knownCause } from './fill-causes.ts'
import { failureFacts, outcome, place, placeColumns, placeFacts, started, who } from './outcome.ts'

type Sql = RawBuilder<unknown>

/** Failed events that match, and of these one cause alone where it is stated. */
export type WantedFailures = { readonly filter: Filter | undefined; readonly cause?: string }

/** A part of the causes' events: so many values of most events, and how many there are. */
type Policies = readonly { readonly value: string; readonly label: string; readonly count: number }[]

/** A board, and the policies of most events of each cause. */
type Board = { readonly board: FailureBoard; readonly policies: ReadonlyMap<string, Policies> }

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
}

/**
 * The causes of the failed events that match, those of most events first, each with its `most` workflows, actions and policies of most
 * events. What has become of them is judged by all stored events, also those that the filter leaves out. All is read in one
 * statement, so that its numbers add up.
 */
export async function readBoard(db: Kysely<Schema>, wanted: WantedFailures, most: number): Promise<Board> {
  const { rows } = await sql<Read>`${await failedOf(db, wanted)},
    ${becameOfFailed},
    ${valuesOfFailed(most)},
    width AS MATERIALIZED (SELECT ${barWidth(wanted.filter, { first: sql`min(${started})`, last: sql`max(${started})` })} AS seconds FROM failed),
    bar AS (SELECT cause_id, started_ns - ((started_ns % ns) + ns) % ns AS at, count(*)::integer AS count
      FROM failed, (SELECT seconds::bigint * 1000000000 AS ns FROM width) AS width WHERE ${started} IS NOT NULL GROUP BY 1, 2),
    total AS (SELECT cause_id, count(*)::integer AS events, count(DISTINCT who)::integer AS identities,
      ${instant(sql`min(${started})`)} AS first_at, ${instant(sql`max(${started})`)} AS last_at FROM failed GROUP BY 1)
    SELECT cause_id, events, cause.text, cause.shared, width.seconds AS bar_seconds, policies.list AS policies,
      json_build_object('cause_id', cause_id, 'events', events, 'identities', identities, 'first_at', first_at, 'last_at', last_at,
        'became', ${listOf(sql`became`, sql`'of', of, 'places', places`, sql`places DESC, of`)},
        'workflows', workflows.list, 'workflow_count', workflows.values_in_all,
        'actions', actions.list, 'action_count', actions.values_in_all,
        'bars', ${listOf(sql`bar`, sql`'at', ${instant(sql`at`)}, 'count', count`, sql`at`)}) AS cause
    FROM total CROSS JOIN width LEFT JOIN cause USING (cause_id)
      LEFT JOIN workflows USING (cause_id) LEFT JOIN actions USING (cause_id) LEFT JOIN policies USING (cause_id)
     ORDER BY events DESC, cause_id`.execute(db)
  return boardOf(rows)
}

function boardOf(rows: readonly Read[]): Board {
  const causes: FailureCause[] = []
  const policies = new Map<string, Policies>()
  let unsorted = 0
  for (const { cause_id, events, cause, text, shared, policies: own } of rows) {
    if (cause_id === null || text === null) unsorted += events
    else {
      causes.push({ ...cause, message: withShared(text, shared ?? []) })
      policies.set(cause_id, own)
    }
  }
  const events = causes.reduce((sum, cause) => sum + cause.events, unsorted)
  return { board: { events, unsorted, bar_seconds: rows[0]?.bar_seconds ?? 1, causes }, policies }
}

/** The failed events that match as a common table, `failed`. */
async function failedOf(db: Kysely<Schema>, { filter, cause }: WantedFailures): Promise<Sql> {
  const matches = filter ? sql`AND ${(await compilerOf(db, filter))(filter)}` : sql``
  const ofCause = cause === undefined ? sql`` : sql`AND cause_id = ${cause}`
  return sql`WITH failed AS MATERIALIZED (SELECT ${knownCause} AS cause_id, ${placeColumns}, policy_name, started_ns
    FROM action_event WHERE state = 'ERRORED' ${ofCause} ${matches})`
}

/** What has become of each cause, place by place (`became`). */
const becameOfFailed = sql`places AS MATERIALIZED (SELECT DISTINCT ${place} FROM failed),
  story AS MATERIALIZED (SELECT ${place}, cause_id, state, dry_run, started_ns, completed_ns
    FROM (SELECT *, ${who} AS who FROM action_event) AS event JOIN places USING (${place})),
  facts AS (SELECT ${place}, ${placeFacts} FROM story GROUP BY ${place}),
  failures AS (SELECT ${place}, cause_id, ${failureFacts} FROM story
    WHERE state = 'ERRORED' AND cause_id IS NOT NULL GROUP BY ${place}, cause_id),
  became AS (SELECT cause_id, ${outcome} AS of, count(*)::integer AS places
    FROM (SELECT DISTINCT cause_id, ${place} FROM failed) AS pair JOIN failures USING (cause_id, ${place}) JOIN facts USING (${place})
    GROUP BY 1, 2)`

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
        FROM (SELECT cause_id, ${value} AS value, max(policy_name) AS label, count(*)::integer AS count,
            row_number() OVER (PARTITION BY cause_id ORDER BY count(*) DESC, ${value}) AS rank
          FROM failed GROUP BY 1, 2) AS counted GROUP BY 1)`,
    ),
  )
}

/** Nanoseconds as RFC 3339 in UTC, with no more digits than they need. */
function instant(ns: Sql): Sql {
  return sql`regexp_replace(instant_text(${ns}), '[.]?0*Z$', 'Z')`
}

/** The rows of a common table that belong to a cause, as JSON. */
function listOf(table: Sql, object: Sql, order: Sql): Sql {
  return sql`(SELECT coalesce(json_agg(json_build_object(${object}) ORDER BY ${order}), '[]') FROM ${table} AS own
    WHERE own.cause_id = total.cause_id)`
}
