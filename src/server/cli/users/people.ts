import type { Kysely } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import type { DirectoryPerson } from '../../store/reviews/people-directory.ts'
import { listPeople, peopleWithEmail, putPeople } from '../../store/reviews/people-directory.ts'
import type { Schema } from '../../store/schema.ts'
import { NotStarted, say } from '../command.ts'

type Db = Kysely<Schema>

/** Prints a line a person: type, id, email, name, roles. */
export async function printPeople(db: Db): Promise<void> {
  for (const { user_type, id, email, name, roles } of await listPeople(db))
    process.stdout.write(`${[user_type, id, email, name, roles.join(',')].join('\t')}\n`)
}

/** Puts somebody into the directory, or changes who is there. */
export async function addPerson(db: Db, person: DirectoryPerson): Promise<void> {
  await putPeople(db, [person])
  say(`${person.user_type} ${person.id} is ${(person.roles ?? []).join(', ')}.`)
}

/** The one person with an email. Throws NotStarted when there is none, or there are several. */
export async function personWithEmail(db: Db, email: string): Promise<WorkflowUser> {
  const [person, ...others] = await peopleWithEmail(db, email)
  if (!person) throw new NotStarted('Nobody of the directory has that email. See list-people.')
  if (others.length > 0)
    throw new NotStarted(
      `${others.length + 1} people have that email: ${[person, ...others].map(({ user_type, id }) => `${user_type} ${id}`).join(', ')}. Name one of them by an email of its own.`,
    )
  return person
}
