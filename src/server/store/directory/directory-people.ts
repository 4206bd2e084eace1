import { type Kysely, sql } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import { roles } from '#contract/permissions.ts'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import type { DirectoryQuery, Place } from '../../directory/directory.ts'
import { refused } from '../../refused.ts'
import type { Schema } from '../database/schema.ts'
import { escapeLike } from '../reviews/people/people-directory.ts'
import { builtIn } from '../reviews/people/person-problem.ts'

type Db = Kysely<Schema>

type PersonRow = UserKey & {
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
  readonly demo: boolean
  readonly deactivated_at: string | null
  readonly sign_in: readonly string[]
  readonly issuer: string | null
  readonly subject: string | null
  readonly tied_at: string | null
  readonly tied_by: string | null
}

const people = sql`
  SELECT person.user_type, person.id, person.email, person.name, person.roles, person.demo, person.deactivated_at,
    to_jsonb(array_remove(ARRAY[
      CASE WHEN account.password_hash IS NOT NULL THEN 'PASSWORD' END,
      CASE WHEN account.totp_secret IS NOT NULL THEN 'TOTP' END,
      CASE WHEN EXISTS (SELECT FROM passkey
        WHERE passkey.user_type = person.user_type AND passkey.person_id = person.id) THEN 'PASSKEY' END,
      CASE WHEN tied.subject IS NOT NULL THEN 'OIDC' END], NULL)) AS sign_in,
    tied.issuer, tied.subject, tied.tied_at, tied.tied_by
  FROM person
  LEFT JOIN local_account AS account ON account.user_type = person.user_type AND account.person_id = person.id
  LEFT JOIN tied_identity AS tied ON tied.user_type = person.user_type AND tied.person_id = person.id
  WHERE NOT ${sql.raw(builtIn)}`

/** The people of the directory, a page of them ordered by name (`Directory.list`). */
export async function listDirectory(
  db: Db,
  { search = '', role, after, limit }: DirectoryQuery,
  rolesFromClaims: boolean,
): Promise<{ rows: readonly DirectoryPerson[]; next: Place | undefined }> {
  const words = search.split(/\s+/).filter((word) => word !== '')
  const conditions = words.map((word) => {
    const pattern = `%${escapeLike(word)}%`
    return sql`AND (person.search LIKE fold_text(${pattern}) OR fold_text(person.id) LIKE fold_text(${pattern}))`
  })
  if (role) conditions.push(sql`AND ${role} = ANY (person.roles)`)
  const [name, type, id] = after ?? []
  if (id !== undefined)
    conditions.push(sql`AND (person.name, person.user_type, person.id) > (${name}, ${type}, ${id})`)
  const { rows } = await sql<PersonRow>`${people} ${sql.join(conditions, sql` `)}
    ORDER BY person.name, person.user_type, person.id LIMIT ${limit + 1}`.execute(db)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown.map((row) => personOf(row, rolesFromClaims)),
    next: rows.length > limit && last ? [last.name, last.user_type, last.id] : undefined,
  }
}

/** One person of the directory. */
export async function findInDirectory(
  db: Db,
  { user_type, id }: UserKey,
  rolesFromClaims: boolean,
): Promise<DirectoryPerson | undefined> {
  const { rows } = await sql<PersonRow>`${people}
    AND person.user_type = ${user_type} AND person.id = ${id}`.execute(db)
  return rows[0] && personOf(rows[0], rolesFromClaims)
}

/** The same; throws `Refused` NotFound where there is none. */
export async function personInDirectory(
  db: Db,
  key: UserKey,
  rolesFromClaims: boolean,
): Promise<DirectoryPerson> {
  const person = await findInDirectory(db, key, rolesFromClaims)
  if (!person) throw refused('NotFound', 'There is no such person in the directory.')
  return person
}

function personOf(row: PersonRow, rolesFromClaims: boolean): DirectoryPerson {
  const { user_type, id, email, name, demo, issuer, subject, tied_at, tied_by } = row
  const identity =
    issuer !== null && subject !== null
      ? { issuer, subject, tied_at: instant(tied_at ?? ''), tied_by: tied_by ?? '' }
      : undefined
  return {
    user_type,
    id,
    email,
    name,
    roles: roles.filter((role) => row.roles.includes(role)),
    demo,
    deactivated_at: row.deactivated_at && instant(row.deactivated_at),
    sign_in: [...row.sign_in],
    ...(identity ? { identity } : {}),
    roles_from_claims: rolesFromClaims && identity !== undefined,
  }
}

/** A time of the database as RFC 3339 in UTC. */
function instant(text: string): string {
  return new Date(text).toISOString()
}
