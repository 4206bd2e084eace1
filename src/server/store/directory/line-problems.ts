import { type Kysely, sql } from 'kysely'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import type { ProblemOfLine } from '../../directory/collect-people.ts'
import type { DirectoryFile } from '../../directory/directory.ts'
import { personInWords } from '../../refused.ts'
import { isBuiltIn, localUser } from '../actor.ts'
import type { Schema } from '../database/schema.ts'
import { comparedEmail } from '../sign-in/sign-in-emails.ts'

type Db = Kysely<Schema>
type Lines = DirectoryFile['people']

/**
 * What is wrong with lines beside those who are in the directory: they are of the server's own people, give the email by
 * which somebody signs in to another person, or make a local id that differs from another only by case. At most one of each
 * kind a line.
 */
export async function lineProblems(directory: Db, lines: Lines): Promise<readonly ProblemOfLine[]> {
  const keysAndEmails = JSON.stringify(
    lines.map(({ line, person: { user_type, id, email } }) => ({ line, user_type, id, email })),
  )
  const own = lines.filter(({ person }) => isBuiltIn(person))
  return [
    ...own.map(({ line }) => ({ line, field: 'id', error: 'is one of the server’s own, who is nobody' })),
    ...(await takenEmails(directory, keysAndEmails)),
    ...(await similarIds(directory, keysAndEmails)),
    ...similarInFile(lines),
  ]
}

async function takenEmails(directory: Db, keysAndEmails: string): Promise<readonly ProblemOfLine[]> {
  const email = comparedEmail(sql`given.email`)
  const { rows } = await sql<{ line: number } & WorkflowUser>`
    SELECT DISTINCT ON (given.line) given.line, person.user_type, person.id, person.email, person.name
    FROM jsonb_to_recordset(${keysAndEmails}::jsonb) AS given (line integer, user_type text, id text, email text)
    JOIN person ON ${comparedEmail(sql`person.email`)} = ${email}
      AND (person.user_type, person.id) <> (given.user_type, given.id)
    JOIN local_account AS own ON (own.user_type, own.person_id) = (person.user_type, person.id)
    WHERE given.email <> '' AND NOT EXISTS (SELECT FROM person AS old
      WHERE (old.user_type, old.id) = (given.user_type, given.id) AND ${comparedEmail(sql`old.email`)} = ${email})
    ORDER BY given.line, person.user_type, person.id`.execute(directory)
  return rows.map(({ line, ...owner }) => ({
    line,
    field: 'email',
    error: `is the email by which ${personInWords(owner)} signs in`,
  }))
}

async function similarIds(directory: Db, keysAndEmails: string): Promise<readonly ProblemOfLine[]> {
  const { rows } = await sql<{ line: number; id: string }>`
    SELECT given.line, min(other.id) AS id
    FROM jsonb_to_recordset(${keysAndEmails}::jsonb) AS given (line integer, user_type text, id text)
    LEFT JOIN person AS old USING (user_type, id)
    JOIN person AS other ON other.user_type = given.user_type AND lower(other.id) = lower(given.id)
    WHERE given.user_type = ${localUser.user_type} AND old.id IS NULL
    GROUP BY given.line`.execute(directory)
  return rows.map(({ line, id }) => ({
    line,
    field: 'id',
    error: `differs only by case from ${id}, who is there`,
  }))
}

function similarInFile(lines: Lines): readonly ProblemOfLine[] {
  const before = new Map<string, UserKey & { readonly line: number }>()
  return lines.flatMap(({ line, person: { user_type, id } }) => {
    const first = before.get(id.toLowerCase())
    if (user_type !== localUser.user_type) return []
    if (first) return [{ line, field: 'id', error: `differs only by case from that of line ${first.line}` }]
    before.set(id.toLowerCase(), { user_type, id, line })
    return []
  })
}
