import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import type { Cmp, Filter } from '#scim/ast.ts'
import { shownLastTime } from './shown.ts'

type Condition = RawBuilder<boolean>

/** The rows of `last_time`, beside those of `result`; a row without one is not compared. */
export const joinLastTime = sql`LEFT JOIN last_time ON last_time.certification = result.certification
  AND last_time.result_id = result.result_id`

/** The two facts of a row, also where it is not compared. */
export const lastTimeFacts = {
  access_change: sql<string>`coalesce(last_time.access_change, 'NOT_COMPARED')`,
  last_decision: sql<string>`coalesce(last_time.last_decision, 'NONE')`,
}

/** Whether a row's access is as it was, and somebody, no rule, accepted it then. Without `joinLastTime` false. */
export const isUnchanged: Condition = sql`(last_time.access_change = 'SAME' AND last_time.last_decision = 'ACCEPTED'
  AND coalesce(last_time.last_reviewer ->> 'user_type', 'system') <> 'system')`

/**
 * Compiles a checked, canonical `last_time_filter` to a condition on rows with `joinLastTime`. It finds nothing for who is not
 * shown what was last time (`requireLastTime` says so). Throws on what the check of the contract would have refused.
 */
export function lastTimeCondition(actor: Actor, filter: Filter): Condition {
  return sql`(${shownLastTime(actor)} AND ${condition(filter)})`
}

function condition(filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
      return sql`(${sql.join(filter.filters.map(condition), sql` AND `)})`
    case 'or':
      return sql`(${sql.join(filter.filters.map(condition), sql` OR `)})`
    case 'not':
      return sql`(NOT ${condition(filter.filter)})`
    case 'cmp':
      return clause(filter)
    default:
      throw new Error(`a filter of kind ${filter.kind} reached the store unchecked`)
  }
}

function clause({ path, op, value }: Cmp): Condition {
  const name = path.sub === undefined ? path.name : ''
  if (name !== 'access_change' && name !== 'last_decision')
    throw new Error('a field that is not of last time reached the store')
  if (typeof value !== 'string' || (op !== 'eq' && op !== 'ne'))
    throw new Error('an operator or value that no field of last time takes reached the store')
  const have = lastTimeFacts[name]
  return op === 'eq' ? sql`(${have} = ${value}::text)` : sql`(${have} <> ${value}::text)`
}
