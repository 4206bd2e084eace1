import { type RawBuilder, sql } from 'kysely'
import { noTime } from '../../database/schema.ts'

type Sql = RawBuilder<unknown>

// `turn` of an event (migration 0026): what it says of failures at its place.
const isReal = sql`turn = 1`
// Who failed is not known of those with 5.
const isFailed = sql`turn IN (2, 5)`
const isUnderWay = sql`turn = 3`
const isAbandoned = sql`turn = 4`

const isTimed = sql`completed_ns <> ${sql.lit(noTime)}::bigint`
const ended = sql`NULLIF(completed_ns, ${sql.lit(noTime)}::bigint)`
/** When an event started; NULL where it has not, or nobody knows. */
export const started: Sql = sql`NULLIF(started_ns, ${sql.lit(noTime)}::bigint)`
/** When an event completed, else when it started. */
export const told: Sql = sql`coalesce(${ended}, ${started})`

/** Of so few failures the events of their identities are looked up, else those of all are read. */
const fewerThan = sql`(SELECT reltuples / 50 FROM pg_class WHERE oid = 'action_event'::regclass)`

// No join: the planner cannot know how many places there are, and where it takes them for few, it compares each with every event.
const isAtPlace = sql`(event.place IN (SELECT place FROM failed)) IS TRUE`
const columns = sql`event.place, event.id, event.cause_id, event.turn, event.started_ns, event.completed_ns`

/**
 * Common tables of a table `failed` (`id`, `place`, `identity_id`): all stored events at its places as `story`, whatever they are of,
 * read from the index of identities alone. Those without an id are too many to look up.
 */
export const storyOfFailed: Sql = sql`few AS MATERIALIZED (SELECT count(*) < ${fewerThan} AND NOT bool_or(identity_id = '') AS is_so FROM failed),
  story AS (
    SELECT ${columns} FROM (SELECT DISTINCT identity_id FROM failed) AS struck
      CROSS JOIN LATERAL (SELECT place, id, cause_id, turn, started_ns, completed_ns
        FROM action_event WHERE action_event.identity_id = struck.identity_id OFFSET 0) AS event
      WHERE (SELECT is_so FROM few) AND ${isAtPlace}
    UNION ALL
    SELECT ${columns} FROM action_event AS event WHERE NOT (SELECT is_so FROM few) AND ${isAtPlace})`

/** How many events of a story are of the table `failed`. */
export const events: Sql = sql`count(*) FILTER (WHERE ${isFailed} AND id IN (SELECT id FROM failed))::integer`

const latest = [
  ['last_ok', sql`completed_ns`, sql`${isReal} AND ${isTimed}`],
  ['last_failed', sql`completed_ns`, sql`${isFailed} AND ${isTimed}`],
  ['last_under_way', started, isUnderWay],
  ['last_abandoned', told, isAbandoned],
] as const
const whether = [
  ['has_untimed_ok', sql`${isReal} AND NOT ${isTimed}`],
  ['has_untimed_failure', sql`${isFailed} AND NOT ${isTimed}`],
  ['has_waiting', sql`${isUnderWay} AND ${started} IS NULL`],
  ['has_untimed_abandoned', sql`${isAbandoned} AND NOT ${isTimed}`],
] as const

/** What is known of a place, as aggregates over all its events (`story`). */
export const placeFacts: Sql = sql.join([
  ...latest.map(([name, time, isOne]) => sql`max(${time}) FILTER (WHERE ${isOne}) AS ${sql.ref(name)}`),
  ...whether.map(([name, isOne]) => sql`coalesce(bool_or(${isOne}), false) AS ${sql.ref(name)}`),
])

/** The same of whole places, from the facts of parts of them. */
export const wholePlaceFacts: Sql = sql.join([
  ...latest.map(([name]) => sql`max(${sql.ref(name)}) OVER (PARTITION BY place) AS ${sql.ref(name)}`),
  ...whether.map(([name]) => sql`bool_or(${sql.ref(name)}) OVER (PARTITION BY place) AS ${sql.ref(name)}`),
])

/**
 * What is known of the failures of one cause at a place, as aggregates: the last of those that a condition holds of, and whether one of
 * them has no time, or is of nobody known.
 */
export function failureFacts(isOfCause: Sql): Sql {
  return sql`max(completed_ns) FILTER (WHERE ${isFailed} AND ${isOfCause} AND ${isTimed}) AS at,
  bool_or(turn = 5 OR NOT ${isTimed}) FILTER (WHERE ${isFailed} AND ${isOfCause}) AS is_unknown`
}

/** The time and the id of the last failure that a condition holds of, as an aggregate: those that nothing tells a time of come first. */
export function lastFailure(isOfCause: Sql): Sql {
  return sql`max(ARRAY[coalesce(${told}, (-9223372036854775808)::bigint), id]) FILTER (WHERE ${isFailed} AND ${isOfCause})`
}

/**
 * What has become of a failure (`FailureOutcome`), by both. Broken again is only what was repaired before; so where an action was
 * abandoned, it stays so, even if it failed of another cause later.
 */
export const outcome: Sql = sql`CASE
  WHEN is_unknown THEN 'UNKNOWN_ORDER'
  WHEN last_ok > at THEN CASE
    WHEN last_failed > last_ok THEN 'BROKEN_AGAIN'
    WHEN has_untimed_failure OR last_failed = last_ok THEN 'UNKNOWN_ORDER' ELSE 'FIXED' END
  WHEN last_ok = at OR has_untimed_ok THEN 'UNKNOWN_ORDER'
  WHEN last_under_way > at OR has_waiting THEN 'RUNNING_AGAIN'
  WHEN last_under_way = at THEN 'UNKNOWN_ORDER'
  WHEN last_abandoned > at THEN 'ABANDONED'
  WHEN last_abandoned = at OR has_untimed_abandoned THEN 'UNKNOWN_ORDER'
  ELSE 'STILL_BROKEN' END`

/**
 * Whether an event is one by which a failure has become what it has (`became`, beside both facts): the first real run after the last
 * failure, the first failure after the last such run, what runs, what was abandoned. Of several the first by `byOrder` is told.
 */
export const isBy: Sql = sql`CASE became
  WHEN 'FIXED' THEN ${isReal} AND ${isTimed} AND completed_ns > greatest(at, last_failed)
  WHEN 'BROKEN_AGAIN' THEN ${isFailed} AND ${isTimed} AND completed_ns > last_ok
  WHEN 'RUNNING_AGAIN' THEN ${isUnderWay} AND (${started} > at OR ${started} IS NULL)
  WHEN 'ABANDONED' THEN ${isAbandoned} AND ${told} > at END`
export const byOrder: Sql = sql`CASE WHEN ${isUnderWay} THEN ${started} WHEN ${isAbandoned} THEN ${told} END DESC NULLS LAST,
  completed_ns, id`
