import type { Kysely } from 'kysely'
import type { Role } from '#contract/permissions.ts'
import { counted } from '#std/counted.ts'
import { putFile } from '../../store/directory/import-file.ts'
import { noteImport } from '../../store/directory/note-import.ts'
import { planFile } from '../../store/directory/plan-file.ts'
import { changeDirectory, type OpenDirectory } from '../../store/reviews/people/change-people.ts'
import type { Schema } from '../../store/database/schema.ts'
import { notesBeforeImport } from '../../store/sign-in/first-admin-notes.ts'
import { closeEntrance } from '../../store/sign-in/entrance.ts'
import { say } from '../command.ts'
import { openInput } from '../import/file/input.ts'
import { shellWord } from '../command.ts'
import { changeNotes } from './changes.ts'
import {
  collectPeople,
  type PeopleOfFile,
  type ProblemOfLine,
  withoutEmptyRoles,
} from '../../directory/collect-people.ts'
import { readDirectory } from '../../directory/directory-file.ts'

/** What an import takes beside the file. `address` is that of the server, for a set-up link that is said before the first real data. */
type Import = {
  /** Those of people who have none after the file. */
  readonly roles: readonly Role[]
  /** Whether the identity provider says which roles people have. */
  readonly rolesFromClaims: boolean
  readonly address: string
}

/**
 * Puts the people of a file into the directory; running it again changes nothing. Those who have no role after that get
 * the given ones, beside which no roles in the file means that it says nothing of them. Who lost a role and how many
 * still have none is said, and whose roles changed is signed out. A line that is wrong is told with its number and loses
 * nothing else. Returns the exit code: 1 when there was one. Throws Refused, and changes nothing, when no admin would be left.
 */
export async function importDirectory(
  db: Kysely<Schema>,
  path: string,
  { roles, rolesFromClaims, address }: Import,
): Promise<number> {
  const read = await readPeople(path)
  const people = roles.length > 0 ? read.people.map(saysNothingEmpty) : read.people
  const { changed, planned, notes } = await changeDirectory(db, async (directory) => {
    const file = { ...read, people, roles, text: '' }
    const planned = await planFile(directory, file, rolesFromClaims)
    const notes = planned.accepted.length > 0 ? await closeWithNotes(directory, address) : []
    const changed = await putFile(directory, planned, file, rolesFromClaims)
    await noteImport(directory, () => new Date(), planned, 'terminal')
    return { changed, planned, notes }
  })
  for (const note of notes) say(note)
  const { rejected, problems, without_role: idle } = planned.changes
  for (const problem of problems) say(problemText(problem))
  if (rejected > problems.length) say(`… and ${counted(rejected - problems.length, 'more line')}`)
  say(`${counted(planned.accepted.length, 'person', 'people')}, ${counted(rejected, 'line')} rejected`)
  for (const note of changeNotes(changed)) say(note)
  if (idle > 0)
    say(
      `${counted(idle, 'person has', 'people have')} no role, so no row is given to them. To make them reviewers: npm run -s users -- import-directory ${shellWord(path)} --role reviewer`,
    )
  return rejected > 0 ? 1 : 0
}

/**
 * Closes the open entrance where that is not done, and returns what there is to say of it with a set-up link. Both are undone
 * with the rest where the import is refused, so nothing is said before.
 */
async function closeWithNotes(directory: OpenDirectory, origin: string): Promise<readonly string[]> {
  const notes = await notesBeforeImport(directory, { origin, now: new Date(), dryRun: false })
  await closeEntrance(directory, 'DIRECTORY_IMPORT', { actor: 'terminal' })
  return notes
}

function problemText({ line, field, error }: ProblemOfLine): string {
  return `line ${line}: ${field ? `${field} ` : ''}${error}`
}

function saysNothingEmpty({ line, person }: PeopleOfFile['people'][number]) {
  return { line, person: withoutEmptyRoles(person) }
}

/** All people of a file, so that the directory is not held while a slow sender is waited for. */
async function readPeople(path: string): Promise<PeopleOfFile> {
  const input = await openInput(path)
  try {
    return await collectPeople(readDirectory(input))
  } finally {
    input.close()
  }
}
