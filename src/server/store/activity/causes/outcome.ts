import { type RawBuilder, sql } from 'kysely'
import { noTime } from '../../database/schema.ts'

type Sql = RawBuilder<unknown>

// `turn` of an event (migration 0026): what it says of failures at its place.
const isReal = sql`turn = 1`
/** Whether an event failed. */
export const isFailed: Sql = sql`turn = 2`
const isUnderWay = sql`turn = 3`
const isAbandoned = sql`turn = 4`

const isTimed = sql`completed_ns <> ${sql.lit(noTime)}::bigint`
const ended = sql`NULLIF(completed_ns, ${sql.lit(noTime)}::bigint)`
/** When an event started; NULL where it has not, or nobody knows. */
export const started: Sql = sql`NULLIF(started_ns, ${sql.lit(noTime)}::bigint)`
/** When an event completed, else when it started. */
export const told: Sql = sql`coalesce(${ended}, ${started})`

/** Of a table `failed` with the `identity_id` of so few identities the events are looked up, else those of all are read. */
const fewerThan = sql`(SELECT reltuples / 50 FROM pg_class WHERE oid = 'action_event'::regclass)`

/**
 * Common tables of all stored events at the places of a table `failed` (`place`, `identity_id`), whatever they are of: `story`, read
 * from the index of identities alone. Those without an id are too many to look up.
 */
export const storyOfFailed: Sql = sql`struck AS MATERIALIZED (SELECT DISTINCT identity_id FROM failed),
  places AS MATERIALIZED (SELECT DISTINCT place FROM failed),
  few AS MATERIALIZED (SELECT count(*) < ${fewerThan} AND NOT bool_or(identity_id = '') AS is_so FROM struck),
  story AS MATERIALIZED (
    SELECT event.* FROM struck CROSS JOIN LATERAL (SELECT place, id, cause_id, turn, started_ns, completed_ns
        FROM action_event WHERE action_event.identity_id = struck.identity_id OFFSET 0) AS event JOIN places USING (place)
      WHERE (SELECT is_so FROM few)
    UNION ALL
    SELECT place, id, cause_id, turn, started_ns, completed_ns FROM action_event JOIN places USING (place)
      WHERE NOT (SELECT is_so FROM few))`

/** What is known of a place, as aggregates over all its events (`story`), to be grouped by `place`. */
export const placeFacts: Sql = sql`
  max(completed_ns) FILTER (WHERE ${isReal} AND ${isTimed}) AS last_ok,
  coalesce(bool_or(${isReal} AND NOT ${isTimed}), false) AS has_untimed_ok,
  max(completed_ns) FILTER (WHERE ${isFailed} AND ${isTimed}) AS last_failed,
  coalesce(bool_or(${isFailed} AND NOT ${isTimed}), false) AS has_untimed_failure,
  max(${started}) FILTER (WHERE ${isUnderWay}) AS last_under_way,
  coalesce(bool_or(${isUnderWay} AND ${started} IS NULL), false) AS has_waiting,
  max(${told}) FILTER (WHERE ${isAbandoned}) AS last_abandoned,
  coalesce(bool_or(${isAbandoned} AND NOT ${isTimed}), false) AS has_untimed_abandoned`

/** What is known of the events of one cause at a place, to be grouped by `place` and the cause: the last, and whether one has no time. */
export const failureFacts: Sql = sql`max(completed_ns) FILTER (WHERE ${isTimed}) AS at,
  bool_or(NOT ${isTimed}) AS is_untimed`

/** What has become of a failure (`FailureOutcome`), by both. */
export const outcome: Sql = sql`CASE
  WHEN is_untimed THEN 'UNKNOWN_ORDER'
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
export const byOrder: Sql = sql`CASE WHEN ${isUnderWay} THEN -${started} WHEN ${isAbandoned} THEN -${told}
  ELSE completed_ns END NULLS LAST, id`
