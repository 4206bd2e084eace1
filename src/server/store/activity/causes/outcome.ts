import { type RawBuilder, sql } from 'kysely'
import { noTime } from '../../database/schema.ts'

type Sql = RawBuilder<unknown>

/** Whose an event is: by the type and id of the identity, else by its name. */
export const who = sql`CASE identity_id WHEN '' THEN identity_name ELSE identity_type || E'\n' || identity_id END`
/** Where an event happened, of an identity: what is repaired there repairs nothing elsewhere. */
export const place = sql`who, policy_id, workflow_name, action_name`

const isTimed = sql`completed_ns <> ${sql.lit(noTime)}::bigint`
const isReal = sql`(state = 'COMPLETED' AND NOT dry_run)`
const isFailed = sql`state = 'ERRORED'`
const isUnderWay = sql`state IN ('INITIAL', 'RUNNING', 'SCHEDULED', 'PENDING', 'BLOCKED')`
const started = sql`NULLIF(started_ns, ${sql.lit(noTime)}::bigint)`
const ended = sql`NULLIF(completed_ns, ${sql.lit(noTime)}::bigint)`

/** What is known of a place, as aggregates over all its events (`story`), to be grouped by `place`. */
export const placeFacts: Sql = sql`
  max(completed_ns) FILTER (WHERE ${isReal} AND ${isTimed}) AS last_ok,
  coalesce(bool_or(${isReal} AND NOT ${isTimed}), false) AS has_untimed_ok,
  max(completed_ns) FILTER (WHERE ${isFailed} AND ${isTimed}) AS last_failed,
  coalesce(bool_or(${isFailed} AND NOT ${isTimed}), false) AS has_untimed_failure,
  max(${started}) FILTER (WHERE ${isUnderWay}) AS last_under_way,
  coalesce(bool_or(${isUnderWay} AND ${started} IS NULL), false) AS has_waiting,
  max(coalesce(${ended}, ${started})) FILTER (WHERE state = 'ABANDONED') AS last_abandoned,
  coalesce(bool_or(state = 'ABANDONED' AND coalesce(${ended}, ${started}) IS NULL), false) AS has_untimed_abandoned`

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
