import { sql } from 'kysely'
import { actionEventKeys } from '#contract/activity/action-event.ts'

const columns = sql.join(actionEventKeys.map((name) => sql`action_event.${sql.ref(name)}`))

/** What was imported beside the known keys, which go before it (`toActionEvent`). */
const others = sql`(action_event.extra - ${[...actionEventKeys]}::text[])`

/**
 * An event as JSON, with the values that the list gives. The database writes it, so a million of them take no longer than
 * their cells do.
 */
export const eventLine = sql`(
  CASE WHEN action_event.extra IS NULL OR ${others} = '{}' THEN '{' ELSE left(${others}::text, -1) || ', ' END
  || substr((SELECT row_to_json(shown)::text FROM (SELECT ${columns}) AS shown), 2))`
