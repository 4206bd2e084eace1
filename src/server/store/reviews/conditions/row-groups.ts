import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#contract/permissions.ts'
import { visibleRows } from './visible-rows.ts'

/**
 * The rows of `certification` that the actor sees, counted by what is equal in them: `reviewers`, `decision`,
 * `signed_off_state`, `updated_by`, how many `rows`, and the latest `updated_at`. Rows come in few such groups, so
 * whatever is summed up over reviewers is summed up over these.
 */
export function rowGroups(actor: Actor): RawBuilder<unknown> {
  return sql`SELECT result.reviewers, result.decision, result.signed_off_state, result.updated_by,
      count(*) AS rows, max(result.updated_at) AS updated_at
    FROM result WHERE result.certification = certification.number AND ${visibleRows(actor)}
    GROUP BY result.reviewers, result.decision, result.signed_off_state, result.updated_by`
}

/** How many rows of these groups meet a condition, as text; nothing counts as 0. */
export function rowsWhere(condition: RawBuilder<unknown>): RawBuilder<string> {
  return sql`coalesce(sum(rows) FILTER (WHERE ${condition}), 0)::text`
}

/** How many rows of these groups have a decision, by the end of its name. */
export function rowsDecided(decision: 'NONE' | 'ACCEPTED' | 'REJECTED' | 'FIXED'): RawBuilder<string> {
  return rowsWhere(sql`decision = ${sql.lit(`RESULT_DECISION_${decision}`)}`)
}
