import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import { Refused } from '../../refused.ts'
import type { Schema } from '../database/schema.ts'

/**
 * Who is an admin who can sign in, of `person`: nobody of the demonstration, with the role, not deactivated, and with a
 * password and an email, a passkey or an identity of the provider in use.
 */
const isSignInAdmin = sql<boolean>`
  'admin' = ANY (person.roles) AND NOT person.demo AND person.deactivated_at IS NULL AND (
    EXISTS (SELECT FROM local_account AS own WHERE (own.user_type, own.person_id) = (person.user_type, person.id)
      AND own.password_hash IS NOT NULL AND person.email <> '')
    OR EXISTS (SELECT FROM passkey AS own WHERE (own.user_type, own.person_id) = (person.user_type, person.id))
    OR EXISTS (SELECT FROM tied_identity AS own JOIN provider_in_use USING (issuer)
      WHERE (own.user_type, own.person_id) = (person.user_type, person.id)))`

/** How many admins can sign in. */
export async function countSignInAdmins(db: Kysely<Schema>): Promise<number> {
  return await countAmong(db, sql`person`)
}

async function countAmong(db: Kysely<Schema>, people: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ admins: number }>`
    SELECT count(*)::integer AS admins FROM ${people} WHERE ${isSignInAdmin}`.execute(db)
  return rows[0]?.admins ?? 0
}

/** What `keepAnAdmin` would refuse if these people had these roles and emails; changes and holds nothing. */
export async function refuseToLoseAdmins(
  db: Kysely<Schema>,
  people: readonly (UserKey & { readonly email: string; readonly roles: readonly string[] })[],
): Promise<void> {
  const changed = people.map(({ user_type, id, email, roles }) => ({ user_type, id, email, roles }))
  const after = sql`(SELECT user_type, id, coalesce(given.email, old.email) AS email, coalesce(given.roles, old.roles) AS roles,
      old.demo AND given.roles IS NULL AS demo, old.deactivated_at
    FROM person AS old LEFT JOIN jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
      AS given (user_type text, id text, email text, roles text[]) USING (user_type, id)) AS person`
  if ((await countSignInAdmins(db)) > 0 && (await countAmong(db, after)) === 0) throw lastAdmin()
}

/** Whether anybody with a role has a password or a passkey. */
export async function hasLocalAccount(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    SELECT EXISTS (SELECT FROM person WHERE NOT demo AND deactivated_at IS NULL AND roles <> '{}' AND (
      EXISTS (SELECT FROM local_account AS own WHERE (own.user_type, own.person_id) = (person.user_type, person.id)
        AND own.password_hash IS NOT NULL)
      OR EXISTS (SELECT FROM passkey AS own WHERE (own.user_type, own.person_id) = (person.user_type, person.id))
    )) AS any`.execute(db)
  return rows[0]?.any ?? false
}

/**
 * Keeps others from changing who is an admin, or in what way they sign in, until the transaction `db` ends. A transaction that
 * takes a row of somebody, or the entrance, takes this before.
 */
export async function lockAdmins(db: Kysely<Schema>): Promise<void> {
  await sql`LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE`.execute(db)
}

/**
 * Makes a change in a transaction, unless it would leave no admin who can sign in where there was one. Use it wherever
 * roles, deactivation, passwords, passkeys or ties change. Throws `Refused` FailedPrecondition (400, reason LAST_ADMIN);
 * the transaction is then to be undone, as an error that leaves it does.
 */
export async function keepAnAdmin<T>(transaction: Transaction<Schema>, change: () => Promise<T>): Promise<T> {
  await lockAdmins(transaction)
  const before = await countSignInAdmins(transaction)
  const done = await change()
  if (before > 0 && (await countSignInAdmins(transaction)) === 0) throw lastAdmin()
  return done
}

/**
 * Refuses to take the access of a person away who is the last admin who can sign in; nobody else becomes or ceases to be
 * one until the transaction ends. Throws `Refused` as `keepAnAdmin` does.
 */
export async function refuseLastAdmin(transaction: Transaction<Schema>, person: UserKey): Promise<void> {
  await lockAdmins(transaction)
  const { rows } = await sql<{ own: boolean }>`
    SELECT (user_type, id) = (${person.user_type}, ${person.id}) AS own
    FROM person WHERE ${isSignInAdmin}`.execute(transaction)
  if (rows.length === 1 && rows[0]?.own) throw lastAdmin()
}

function lastAdmin() {
  return new Refused({
    code: 'FailedPrecondition',
    reason: 'LAST_ADMIN',
    message: 'It would take the access of the last admin who can sign in. Nothing was changed.',
    resolution: 'Make somebody else an admin first.',
  })
}
