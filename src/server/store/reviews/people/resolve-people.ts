import { type Kysely, sql } from 'kysely'
import { type PersonProblem, personProblems } from '#contract/reviews/assignment.ts'
import type { FieldViolation } from '#contract/errors.ts'
import type { WorkflowUser, WorkflowUserInput } from '#contract/people.ts'
import { Refused, personInWords } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { personProblem } from './person-problem.ts'

/** A person whom a request names, and where in its body. */
type Named = { readonly user: WorkflowUserInput; readonly field: string }
type PersonRecord = { readonly person: WorkflowUser | null; readonly problem: PersonProblem | null }

/**
 * The people of the directory whom a request names by `user_type` and `id`, in its order and each once. Throws `Refused`
 * InvalidArgument for the whole list when somebody is unknown, or has another email or name than the one given (an
 * empty one counts as absent); it names each of them by their field (veza-api B.5, WorkflowUser; design, section 9).
 */
export async function resolvePeople(
  db: Kysely<Schema>,
  wanted: readonly Named[],
): Promise<readonly WorkflowUser[]> {
  const records = await findAll(db, wanted)
  return peopleUnless(
    records,
    wanted.flatMap((named, index) => problemsOf(named, records[index])),
  )
}

/**
 * The same for people who are to review rows: who may be given none is refused too, by name. `reviewers.1` is a field.
 */
export async function resolveReviewers(
  db: Kysely<Schema>,
  inputs: readonly WorkflowUserInput[],
  field: string,
): Promise<WorkflowUser[]> {
  return await resolveUnless(db, inputs, field, () => true)
}

/**
 * The same for people who are wanted as reviewers of rows that do not exist yet: somebody without a role that may decide
 * is taken, and gets rows if they have one by then.
 */
export async function resolveWanted(
  db: Kysely<Schema>,
  inputs: readonly WorkflowUserInput[],
  field: string,
): Promise<WorkflowUser[]> {
  return await resolveUnless(db, inputs, field, (problem) => problem === 'DENIED')
}

async function resolveUnless(
  db: Kysely<Schema>,
  inputs: readonly WorkflowUserInput[],
  field: string,
  refuses: (problem: PersonProblem) => boolean,
): Promise<WorkflowUser[]> {
  const wanted = inputs.map((user, index) => ({ user, field: `${field}.${index}` }))
  const records = await findAll(db, wanted)
  return peopleUnless(
    records,
    wanted.flatMap((named, index) => {
      const { person = null, problem = null } = records[index] ?? {}
      return person && problem && refuses(problem)
        ? [{ field: named.field, description: `${personInWords(person)} ${personProblems[problem]}` }]
        : problemsOf(named, records[index])
    }),
  )
}

async function findAll(db: Kysely<Schema>, wanted: readonly Named[]): Promise<readonly PersonRecord[]> {
  if (wanted.length === 0) return []
  const types = wanted.map(({ user }) => user.user_type)
  const ids = wanted.map(({ user }) => user.id)
  const { rows } = await sql<PersonRecord>`
    SELECT CASE WHEN person.id IS NOT NULL THEN jsonb_build_object(
        'user_type', person.user_type, 'id', person.id, 'email', person.email, 'name', person.name) END AS person,
      ${sql.raw(personProblem)} AS problem
    FROM unnest(${types}::text[], ${ids}::text[]) WITH ORDINALITY AS wanted (user_type, id, position)
    LEFT JOIN person ON person.user_type = wanted.user_type AND person.id = wanted.id
    ORDER BY wanted.position`.execute(db)
  return rows
}

function problemsOf({ user, field }: Named, record: PersonRecord | undefined): FieldViolation[] {
  if (!record?.person) return [{ field, description: 'is nobody that this server knows' }]
  const { email, name } = record.person
  const problems: FieldViolation[] = []
  if (user.email && user.email.toLowerCase() !== email.toLowerCase())
    problems.push({ field: `${field}.email`, description: 'is not the email of this person' })
  if (user.name && user.name !== name)
    problems.push({ field: `${field}.name`, description: 'is not the name of this person' })
  return problems
}

function peopleUnless(
  records: readonly PersonRecord[],
  violations: readonly FieldViolation[],
): WorkflowUser[] {
  const [first] = violations
  if (first)
    throw new Refused({
      code: 'InvalidArgument',
      message: `${first.field}: ${first.description}`,
      violations,
    })
  const people = records.flatMap(({ person }) => (person ? [person] : []))
  return [
    ...new Map(people.map((person) => [JSON.stringify([person.user_type, person.id]), person])).values(),
  ]
}
