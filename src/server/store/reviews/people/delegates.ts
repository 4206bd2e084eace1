import { type Kysely, sql } from 'kysely'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import type { Schema } from '../../database/schema.ts'
import { mayBeGivenRows } from './person-problem.ts'

/**
 * Adds the delegates of people behind them, each once (veza-api B.13). Delegates who may not review, or whom
 * `mayReview` refuses, are left out without an error: nobody asked for them by name.
 */
export async function withDelegates(
  db: Kysely<Schema>,
  people: readonly WorkflowUser[],
  mayReview: (person: WorkflowUser) => boolean,
): Promise<readonly WorkflowUser[]> {
  if (people.length === 0) return people
  const types = people.map((person) => person.user_type)
  const ids = people.map((person) => person.id)
  const { rows } = await sql<WorkflowUser>`
    SELECT DISTINCT person.user_type, person.id, person.email, person.name
    FROM unnest(${types}::text[], ${ids}::text[]) AS original (user_type, id)
    JOIN delegation ON original_type = original.user_type AND original_id = original.id
    JOIN person ON person.user_type = delegate_type AND person.id = delegate_id
    WHERE ${sql.raw(mayBeGivenRows)}
    ORDER BY 1, 2`.execute(db)
  const added = rows.filter((row) => mayReview(row) && !people.some((person) => sameUser(person, row)))
  return [...people, ...added]
}
