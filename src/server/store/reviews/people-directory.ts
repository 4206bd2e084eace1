import { type Kysely, sql } from 'kysely'
import type { Person, UserKey, WorkflowUser } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'
import type { Schema } from '../schema.ts'
import { mayBeGivenRows } from './person-problem.ts'

type Db = Kysely<Schema>

/** How many people a search shows. */
const mostFound = 20

/** A person as a directory file or the `users` command gives them; what is absent stays as it is. */
export type DirectoryPerson = UserKey & {
  readonly email?: string
  readonly name?: string
  readonly roles?: readonly Role[]
  /** Null where there is none. */
  readonly manager?: UserKey | null
}

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
  for (const word of words) query = query.where(sql<boolean>`search LIKE fold_text(${`%${escaped(word)}%`})`)
  return await query
    .orderBy(sql`search LIKE fold_text(${`${escaped(text.trim())}%`})`, 'desc')
    .orderBy('name')
    .orderBy('id')
    .limit(mostFound)
    .execute()
}

function escaped(text: string): string {
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
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .orderBy('user_type')
    .execute()
}

/**
 * Puts people, each given once, into the directory, or changes what is known of them; somebody of the demonstration
 * becomes a real person.
 */
export async function putPeople(db: Db, people: readonly DirectoryPerson[]): Promise<void> {
  const given = people.map(({ manager, ...person }) => ({
    ...person,
    // An empty text clears; what is absent is left.
    ...(manager === undefined
      ? {}
      : { manager_type: manager?.user_type ?? '', manager_id: manager?.id ?? '' }),
  }))
  await sql`
    INSERT INTO person (user_type, id, email, name, roles, manager_type, manager_id)
    SELECT given.user_type, given.id, coalesce(given.email, old.email, ''), coalesce(given.name, old.name, ''),
      coalesce(given.roles, old.roles, '{}'),
      nullif(coalesce(given.manager_type, old.manager_type), ''),
      nullif(coalesce(given.manager_id, old.manager_id), '')
    FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS given (
      user_type text, id text, email text, name text, roles text[], manager_type text, manager_id text)
    LEFT JOIN person AS old ON (old.user_type, old.id) = (given.user_type, given.id)
    ON CONFLICT (user_type, id) DO UPDATE SET email = excluded.email, name = excluded.name, roles = excluded.roles,
      manager_type = excluded.manager_type, manager_id = excluded.manager_id, demo = false, about = ''`.execute(
    db,
  )
}

/** Gives roles to those of these people who have none. Returns how many still have none. */
export async function giveRoles(db: Db, people: readonly UserKey[], roles: readonly Role[]): Promise<number> {
  const keys = JSON.stringify(people.map(({ user_type, id }) => ({ user_type, id })))
  const { rows } = await sql<{ idle: number }>`
    WITH idle AS (
      SELECT person.user_type, person.id FROM person
      JOIN jsonb_to_recordset(${keys}::jsonb) AS given (user_type text, id text) USING (user_type, id)
      WHERE roles = '{}'
    ), given AS (
      UPDATE person SET roles = ${[...roles]}::text[] FROM idle
      WHERE cardinality(${[...roles]}::text[]) > 0 AND (person.user_type, person.id) = (idle.user_type, idle.id)
      RETURNING person.id
    )
    SELECT (SELECT count(*) FROM idle)::integer - (SELECT count(*) FROM given)::integer AS idle`.execute(db)
  return rows[0]?.idle ?? 0
}
