import { type RawBuilder, sql } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'

/**
 * Who reviews any row of `certification`, as a list of users ordered by type and id, each as their first row shows
 * them: one step through the index for each person, not for each row.
 */
export const peopleOfAllRows: RawBuilder<WorkflowUser[] | null> = sql`(
  WITH RECURSIVE person AS (
    (${nextPerson(sql`true`)})
    UNION ALL
    SELECT following.* FROM person, LATERAL (
      ${nextPerson(sql`(assigned.user_type, assigned.user_id) > (person.user_type, person.user_id)`)}
    ) AS following
  )
  SELECT jsonb_agg(shown.value ORDER BY person.user_type, person.user_id)
  FROM person JOIN result AS first_row USING (certification, result_id),
    LATERAL jsonb_array_elements(first_row.reviewers) AS shown(value)
  WHERE shown.value ->> 'user_type' = person.user_type AND shown.value ->> 'id' = person.user_id)`

function nextPerson(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT assigned.certification, assigned.user_type, assigned.user_id, assigned.result_id
    FROM result_reviewer AS assigned WHERE assigned.certification = certification.number AND ${condition}
    ORDER BY assigned.user_type, assigned.user_id, assigned.result_id LIMIT 1`
}

/** Who reviews the rows of a table of `rowGroups`, in the same form. */
export function peopleOfGroups(groups: string): RawBuilder<WorkflowUser[] | null> {
  return sql`(SELECT jsonb_agg(person.value ORDER BY person.user_type, person.id) FROM
    (SELECT DISTINCT ON (one.value ->> 'user_type' COLLATE "C", one.value ->> 'id' COLLATE "C") one.value,
       one.value ->> 'user_type' COLLATE "C" AS user_type, one.value ->> 'id' COLLATE "C" AS id
     FROM ${sql.table(groups)}, jsonb_array_elements(reviewers) AS one(value)) AS person)`
}
