import { type Kysely, sql } from 'kysely'
import type { FieldViolation } from '#contract/errors.ts'
import type { WorkflowUser, WorkflowUserInput } from '#contract/people.ts'
import { Refused } from '../../refused.ts'
import type { Schema } from '../schema.ts'

type Found = { readonly person: WorkflowUser | null; readonly denied: boolean }

/**
 * The people of the directory whom a request names by `user_type` and `id`, in its order and each once. Throws `Refused`
 * InvalidArgument for the whole list when somebody is unknown, is on the reviewer deny list, or has another email or
 * name than the one given (an empty one counts as absent); it names each of them under `field`, as in
 * `reviewers.1.email` (veza-api B.5, WorkflowUser; design, section 9).
 */
export async function resolvePeople(
  db: Kysely<Schema>,
  inputs: readonly WorkflowUserInput[],
  field: string,
): Promise<WorkflowUser[]> {
  if (inputs.length === 0) return []
  const found = await findAll(db, inputs)
  const violations = inputs.flatMap((input, index) => problemsOf(input, found[index], `${field}.${index}`))
  const [first] = violations
  if (first)
    throw new Refused({
      code: 'InvalidArgument',
      message: `${first.field} ${first.description}`,
      violations,
    })
  const people = found.flatMap(({ person }) => (person ? [person] : []))
  return [
    ...new Map(people.map((person) => [JSON.stringify([person.user_type, person.id]), person])).values(),
  ]
}

async function findAll(db: Kysely<Schema>, inputs: readonly WorkflowUserInput[]): Promise<readonly Found[]> {
  const types = inputs.map((input) => input.user_type)
  const ids = inputs.map((input) => input.id)
  const { rows } = await sql<Found>`
    SELECT CASE WHEN person.id IS NOT NULL THEN jsonb_build_object(
        'user_type', person.user_type, 'id', person.id, 'email', person.email, 'name', person.name) END AS person,
      denied.id IS NOT NULL AS denied
    FROM unnest(${types}::text[], ${ids}::text[]) WITH ORDINALITY AS asked (user_type, id, position)
    LEFT JOIN person ON person.user_type = asked.user_type AND person.id = asked.id
    LEFT JOIN denied_reviewer AS denied ON denied.user_type = asked.user_type AND denied.id = asked.id
    ORDER BY asked.position`.execute(db)
  return rows
}

function problemsOf(input: WorkflowUserInput, found: Found | undefined, field: string): FieldViolation[] {
  if (!found?.person) return [{ field, description: 'is nobody that this server knows' }]
  if (found.denied) return [{ field, description: 'is on the reviewer deny list' }]
  const { email, name } = found.person
  const problems: FieldViolation[] = []
  if (input.email && input.email.toLowerCase() !== email.toLowerCase())
    problems.push({ field: `${field}.email`, description: 'is not the email of this person' })
  if (input.name && input.name !== name)
    problems.push({ field: `${field}.name`, description: 'is not the name of this person' })
  return problems
}
