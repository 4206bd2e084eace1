import { type Kysely, sql, type Transaction } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'
import type { PersonOfFile } from '../../../directory/person-of-file.ts'
import { refused } from '../../../refused.ts'
import type { Schema } from '../../database/schema.ts'
import { keepAnAdmin } from '../../sign-in/admins.ts'
import { refuseBuiltIn } from '../../actor.ts'
import { closeForAdmin, endDemoAccess } from '../../sign-in/entrance.ts'
import { refuseSharedEmails } from '../../sign-in/sign-in-emails.ts'

/** What a change did to somebody who was in the directory before: it took roles away, or a demonstration's account. */
export type ChangedPerson = UserKey & { readonly lost: readonly Role[]; readonly demo: boolean }

/** The directory while one change of it is made; nobody else changes it meanwhile. */
export type OpenDirectory = Transaction<Schema>

/**
 * Changes the directory in one transaction. Throws Refused (FailedPrecondition) when the change would leave no admin,
 * none who can sign in, or none but accounts of the demonstration, where there was one before, or give two
 * local accounts one email. The open entrance closes
 * where somebody becomes an admin who can sign in.
 */
export async function changeDirectory<T>(
  db: Kysely<Schema>,
  change: (directory: OpenDirectory) => Promise<T>,
): Promise<T> {
  return await db.transaction().execute(async (directory) => {
    const { done, before, after } = await keepAnAdmin(directory, async () => {
      const before = await countAdmins(directory)
      const done = await change(directory)
      return { done, before, after: await countAdmins(directory) }
    })
    if ((before.all > 0 && after.all === 0) || (before.own > 0 && after.own === 0))
      throw refused(
        'FailedPrecondition',
        'It would take the role admin from the last admin. Nothing was changed. Make somebody else an admin first, or in the same file.',
      )
    await refuseSharedEmails(directory)
    await closeForAdmin(directory)
    return done
  })
}

/** How many admins there are, and how many of them are nobody of the demonstration. */
async function countAdmins(directory: OpenDirectory): Promise<{ all: number; own: number }> {
  const { rows } = await sql<{ all: number; own: number }>`
    SELECT count(*)::integer AS "all", (count(*) FILTER (WHERE NOT demo))::integer AS own
    FROM person WHERE 'admin' = ANY (roles)`.execute(directory)
  return rows[0] ?? { all: 0, own: 0 }
}

/**
 * Puts people, each given once, into the directory, or changes what is known of them; somebody of the demonstration
 * becomes a real person, and what they had of it, sessions and keys, ends. Returns those of them who lost
 * roles or were of the demonstration. Throws what `refuseBuiltIn` throws.
 */
export async function putPeople(
  directory: OpenDirectory,
  people: readonly PersonOfFile[],
): Promise<readonly ChangedPerson[]> {
  people.forEach(refuseBuiltIn)
  const records = people.map(({ manager, ...person }) => ({
    ...person,
    // An empty text clears; what is absent is left.
    ...(manager === undefined
      ? {}
      : { manager_type: manager?.user_type ?? '', manager_id: manager?.id ?? '' }),
  }))
  const { rows } = await sql<ChangedPerson>`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS given (
        user_type text, id text, email text, name text, roles text[], manager_type text, manager_id text)
    ), put AS (
      INSERT INTO person (user_type, id, email, name, roles, manager_type, manager_id)
      SELECT given.user_type, given.id, coalesce(given.email, old.email, ''), coalesce(given.name, old.name, ''),
        coalesce(given.roles, old.roles, '{}'),
        nullif(coalesce(given.manager_type, old.manager_type), ''),
        nullif(coalesce(given.manager_id, old.manager_id), '')
      FROM given LEFT JOIN person AS old USING (user_type, id)
      ON CONFLICT (user_type, id) DO UPDATE SET email = excluded.email, name = excluded.name, roles = excluded.roles,
        manager_type = excluded.manager_type, manager_id = excluded.manager_id, demo = false, about = ''
      RETURNING user_type, id, roles
    )
    -- A statement sees the table as it was before its own writes.
    SELECT old.user_type, old.id, old.demo,
      to_jsonb(array(SELECT role FROM unnest(old.roles) AS role WHERE role <> ALL (put.roles))) AS lost
    FROM put JOIN person AS old USING (user_type, id)
    WHERE old.demo OR NOT old.roles <@ put.roles
    ORDER BY old.user_type, old.id`.execute(directory)
  await endDemoAccess(
    directory,
    rows.filter(({ demo }) => demo),
  )
  return rows
}

/** Gives roles to those of these people who have none, but to nobody whose roles come `fromClaims`. Returns how many still have none. */
export async function giveRoles(
  directory: OpenDirectory,
  people: readonly UserKey[],
  roles: readonly Role[],
  fromClaims: boolean,
): Promise<number> {
  const keys = JSON.stringify(people.map(({ user_type, id }) => ({ user_type, id })))
  const { rows } = await sql<{ idle: number }>`
    WITH idle AS (
      SELECT person.user_type, person.id FROM person
      JOIN jsonb_to_recordset(${keys}::jsonb) AS given (user_type text, id text) USING (user_type, id)
      WHERE roles = '{}'
    ), given AS (
      UPDATE person SET roles = ${[...roles]}::text[] FROM idle
      WHERE cardinality(${[...roles]}::text[]) > 0 AND (person.user_type, person.id) = (idle.user_type, idle.id)
        AND NOT (${fromClaims} AND EXISTS (SELECT FROM tied_identity AS tied
          WHERE (tied.user_type, tied.person_id) = (person.user_type, person.id)))
      RETURNING person.id
    )
    SELECT (SELECT count(*) FROM idle)::integer - (SELECT count(*) FROM given)::integer AS idle`.execute(
    directory,
  )
  return rows[0]?.idle ?? 0
}
