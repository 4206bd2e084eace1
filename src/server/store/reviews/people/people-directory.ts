import { type Kysely, sql } from 'kysely'
import type { Person, WorkflowUser } from '#contract/people.ts'
import type { Schema } from '../../database/schema.ts'
import { hasEmail } from '../../sign-in/sign-in-emails.ts'
import { mayBeGivenRows } from './person-problem.ts'

type Db = Kysely<Schema>

/** How many people a search shows. */
const maxFound = 20

/**
 * People who can be made reviewers: every word of the text stands in their name or email, by `fold_text`. Those whose
 * name begins with the text come first; nobody who may be given no rows; at most 20.
 */
export async function searchPeople(db: Db, text: string): Promise<readonly Person[]> {
  const words = text.split(/\s+/).filter((word) => word !== '')
  let query = db
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name', 'roles'])
    .where(sql<boolean>`${sql.raw(mayBeGivenRows)}`)
  for (const word of words)
    query = query.where(sql<boolean>`search LIKE fold_text(${`%${escapeLike(word)}%`})`)
  return await query
    .orderBy(sql`search LIKE fold_text(${`${escapeLike(text.trim())}%`})`, 'desc')
    .orderBy('name')
    .orderBy('id')
    .limit(maxFound)
    .execute()
}

/** A text as `LIKE` takes it for itself. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** Everybody, by name, with their roles. */
export async function listPeople(
  db: Db,
): Promise<readonly (WorkflowUser & Pick<Schema['person'], 'roles'>)[]> {
  return await db
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name', 'roles'])
    .orderBy('name')
    .orderBy('user_type')
    .orderBy('id')
    .execute()
}

/** The people with an email, in any case; several types of account may share one. */
export async function peopleWithEmail(db: Db, email: string): Promise<readonly WorkflowUser[]> {
  return await db
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name'])
    .where(hasEmail(email))
    .orderBy('user_type')
    .execute()
}
