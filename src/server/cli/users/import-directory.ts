import type { Kysely } from 'kysely'
import type { Role } from '#contract/permissions.ts'
import { type DirectoryPerson, giveRoles, putPeople } from '../../store/reviews/people-directory.ts'
import type { Schema } from '../../store/schema.ts'
import { say } from '../command.ts'
import { openInput } from '../import/input.ts'
import { shellWord } from '../shell-word.ts'
import { type DirectoryLine, readDirectory } from './directory-file.ts'

const batchSize = 500

/**
 * Puts the people of a file into the directory; running it again changes nothing. Those who have no role after that get
 * the given ones; how many still have none is said, with the line that gives them one. A line that is wrong is told with
 * its number and loses nothing else. Returns the exit code: 1 when there was one.
 */
export async function importDirectory(
  db: Kysely<Schema>,
  path: string,
  roles: readonly Role[],
): Promise<number> {
  const input = await openInput(path)
  const firstLines = new Map<string, number>()
  const counts = { people: 0, rejected: 0, idle: 0 }
  try {
    for await (const lines of readDirectory(input)) {
      const people = lines.flatMap((line) => {
        const person = personOf(line, firstLines)
        if (!person) counts.rejected++
        return person ? [person] : []
      })
      counts.people += people.length
      for (let start = 0; start < people.length; start += batchSize) {
        const batch = people.slice(start, start + batchSize)
        await putPeople(db, batch)
        counts.idle += await giveRoles(db, batch, roles)
      }
    }
  } finally {
    input.close()
  }
  say(`${counts.people} people, ${counts.rejected} lines rejected`)
  if (counts.idle > 0)
    say(
      `${counts.idle} ${counts.idle === 1 ? 'person has' : 'people have'} no role, so no row is given to them. To make them reviewers: npm run -s users -- import-directory ${shellWord(path)} --role reviewer`,
    )
  return counts.rejected > 0 ? 1 : 0
}

function personOf(line: DirectoryLine, firstLines: Map<string, number>): DirectoryPerson | undefined {
  if ('problem' in line) return tell(line.line, line.problem.field, line.problem.error)
  const key = JSON.stringify([line.person.user_type, line.person.id])
  const first = firstLines.get(key)
  if (first !== undefined) return tell(line.line, 'id', `is the person of line ${first}`)
  firstLines.set(key, line.line)
  return line.person
}

function tell(line: number, field: string, error: string): undefined {
  say(`line ${line}: ${field ? `${field} ` : ''}${error}`)
}
