import type { Kysely } from 'kysely'
import type { Role } from '#contract/permissions.ts'
import { counted } from '#std/counted.ts'
import {
  changeDirectory,
  type ChangedPerson,
  giveRoles,
  putPeople,
} from '../../store/reviews/people/change-people.ts'
import type { Schema } from '../../store/database/schema.ts'
import type { PersonOfFile } from '../../directory/person-of-file.ts'
import { notesBeforeImport } from '../../store/sign-in/first-admin-notes.ts'
import { closeEntrance } from '../../store/sign-in/entrance.ts'
import { say } from '../command.ts'
import { openInput } from '../import/file/input.ts'
import { shellWord } from '../command.ts'
import { changeNotes } from './changes.ts'
import { collectPeople, withoutEmptyRoles } from '../../directory/collect-people.ts'
import { readDirectory } from '../../directory/directory-file.ts'

const batchSize = 500

/**
 * Puts the people of a file into the directory; running it again changes nothing. Those who have no role after that get
 * the given ones, beside which no roles in the file means that it says nothing of them. Who lost a role and how many
 * still have none is said. A line that is wrong is told with its number and loses nothing else. Returns the exit code: 1
 * when there was one. `address` is that of the server, for the set-up link that is said before the first real data. Throws Refused, and changes nothing, when no admin would be left.
 */
export async function importDirectory(
  db: Kysely<Schema>,
  path: string,
  roles: readonly Role[],
  address: string,
): Promise<number> {
  const { people, rejected } = await readPeople(path)
  for (const note of people.length > 0 ? await notesBeforeImport(db, address, new Date()) : []) say(note)
  const wanted = roles.length > 0 ? people.map(withoutEmptyRoles) : people
  const { changed, idle } = await changeDirectory(db, async (directory) => {
    if (wanted.length > 0) await closeEntrance(directory, 'DIRECTORY_IMPORT', { actor: 'terminal' })
    const done: { changed: ChangedPerson[]; idle: number } = { changed: [], idle: 0 }
    for (let start = 0; start < wanted.length; start += batchSize) {
      const batch = wanted.slice(start, start + batchSize)
      done.changed.push(...(await putPeople(directory, batch)))
      done.idle += await giveRoles(directory, batch, roles)
    }
    return done
  })
  say(`${counted(people.length, 'person', 'people')}, ${counted(rejected, 'line')} rejected`)
  for (const note of changeNotes(changed)) say(note)
  if (idle > 0)
    say(
      `${counted(idle, 'person has', 'people have')} no role, so no row is given to them. To make them reviewers: npm run -s users -- import-directory ${shellWord(path)} --role reviewer`,
    )
  return rejected > 0 ? 1 : 0
}

/** All people of a file, so that the directory is not held while a slow sender is waited for. */
async function readPeople(path: string): Promise<{ people: readonly PersonOfFile[]; rejected: number }> {
  const input = await openInput(path)
  try {
    const { people, problems } = await collectPeople(readDirectory(input))
    for (const { line, field, error } of problems) say(`line ${line}: ${field ? `${field} ` : ''}${error}`)
    return { people: people.map(({ person }) => person), rejected: problems.length }
  } finally {
    input.close()
  }
}
