import type { DirectoryLine } from './directory-file.ts'
import type { PersonOfFile } from './person-of-file.ts'

/** What is wrong with one line of a file. */
export type ProblemOfLine = { readonly line: number; readonly field: string; readonly error: string }

/** All people of a file, each once, and the lines that give none; together as many as `lines`. */
export type PeopleOfFile = {
  readonly lines: number
  readonly people: readonly { readonly line: number; readonly person: PersonOfFile }[]
  readonly problems: readonly ProblemOfLine[]
}

/** Reads a whole file, so that the directory is not held meanwhile. Somebody who stands in it twice counts once. */
export async function collectPeople(blocks: AsyncIterable<readonly DirectoryLine[]>): Promise<PeopleOfFile> {
  const firstLines = new Map<string, number>()
  const people: { line: number; person: PersonOfFile }[] = []
  const problems: ProblemOfLine[] = []
  let lines = 0
  for await (const block of blocks) {
    lines += block.length
    for (const read of block) {
      const problem = 'problem' in read ? read.problem : doubled(read, firstLines)
      if (problem) problems.push({ line: read.line, ...problem })
      else if ('person' in read) people.push(read)
    }
  }
  return { lines, people, problems }
}

/** What is wrong with a line whose person stands in one before; notes the line of one who does not. */
function doubled(
  { line, person }: { readonly line: number; readonly person: PersonOfFile },
  firstLines: Map<string, number>,
): { readonly field: string; readonly error: string } | undefined {
  const key = JSON.stringify([person.user_type, person.id])
  const first = firstLines.get(key)
  if (first !== undefined) return { field: 'id', error: `is the person of line ${first}` }
  firstLines.set(key, line)
  return undefined
}

/**
 * A person of a file beside which roles are given to those who have none: there no roles in the file means that it says
 * nothing of them.
 */
export function withoutEmptyRoles({ roles, ...person }: PersonOfFile): PersonOfFile {
  return roles === undefined || roles.length === 0 ? person : { ...person, roles }
}
