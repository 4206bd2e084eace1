import type { Kysely } from 'kysely'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { putFile } from '../../store/directory/import-file.ts'
import { noteRoles } from '../../store/directory/note-import.ts'
import { planFile } from '../../store/directory/plan-file.ts'
import { accountLog } from '../../store/sign-in/account-log.ts'
import { changeDirectory } from '../../store/reviews/people/change-people.ts'
import { listPeople, peopleWithEmail } from '../../store/reviews/people/people-directory.ts'
import { personInWords } from '../../refused.ts'
import type { Schema } from '../../store/database/schema.ts'
import type { PersonOfFile } from '../../directory/person-of-file.ts'
import { NotStarted, say } from '../command.ts'
import { shellWord } from '../command.ts'
import { changeNotes } from './changes.ts'

type Db = Kysely<Schema>

/** Prints a line a person: type, id, email, name, roles. */
export async function printPeople(db: Db): Promise<void> {
  for (const { user_type, id, email, name, roles } of await listPeople(db))
    process.stdout.write(`${[user_type, id, email, name, roles.join(',')].join('\t')}\n`)
}

/**
 * Puts somebody into the directory, or changes who is there. Throws NotStarted when the email is somebody else's, unless
 * that person had it already, and Refused when no admin would be left; nothing is changed then.
 */
export async function addPerson(
  db: Db,
  person: PersonOfFile & { readonly email: string },
  rolesFromClaims: boolean,
): Promise<void> {
  const clock = () => new Date()
  const file = { lines: 1, people: [{ line: 1, person }], problems: [], roles: [], text: '' }
  const changed = await changeDirectory(db, async (directory) => {
    refuseTaken(person, await peopleWithEmail(directory, person.email))
    const planned = await planFile(directory, file, rolesFromClaims)
    const [problem] = planned.changes.problems
    if (problem) throw new NotStarted(`Nothing was changed: the ${problem.field} ${problem.error}.`)
    const put = await putFile(directory, planned, file, rolesFromClaims)
    if (planned.changes.added > 0)
      await accountLog(directory, clock).record('PERSON_ADDED', 'terminal', person, { roles: person.roles })
    else await noteRoles(directory, clock, planned.changed, 'terminal')
    return put
  })
  say(`${person.user_type} ${person.id} is ${(person.roles ?? []).join(', ')}.`)
  for (const note of changeNotes(changed)) say(note)
}

/** Throws NotStarted where an email is another person's. */
export function refuseTaken(
  { user_type, id, email }: UserKey & { readonly email?: string },
  owners: readonly WorkflowUser[],
): void {
  if (owners.length === 0 || owners.some((owner) => owner.user_type === user_type && owner.id === id)) return
  const ways = owners.map(
    (owner) => `${personInWords(owner)}: --type ${shellWord(owner.user_type)} --id ${shellWord(owner.id)}`,
  )
  throw new NotStarted(
    `Nothing was changed: the email ${email} is taken, and two people with one email cannot be told apart in a file. To change the person who has it, say beside the rest for ${ways.join(', or for ')}`,
  )
}

/** Which of several people with one email is meant. */
export type Which = { readonly user_type?: string | undefined; readonly id?: string | undefined }

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

/** The same, where `--type` and `--id` say which of several is meant. */
export async function personByOptions(
  db: Db,
  email: string,
  { user_type, id }: Which,
): Promise<WorkflowUser> {
  const people = (await peopleWithEmail(db, email)).filter(
    (person) =>
      (user_type === undefined || person.user_type === user_type) && (id === undefined || person.id === id),
  )
  const [person, ...others] = people
  if (!person) throw new NotStarted('There is no such person of the directory. See list-people.')
  if (others.length === 0) return person
  const ways = people.map((owner) => `--type ${shellWord(owner.user_type)} --id ${shellWord(owner.id)}`)
  throw new NotStarted(
    `${people.length} people have that email. Say beside it who is meant: ${ways.join(', or ')}`,
  )
}
