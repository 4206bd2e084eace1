import { type Kysely, sql, type Transaction } from 'kysely'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { type Role, roles as allRoles } from '#contract/permissions.ts'
import type { PasswordSetter, SetUp } from '../../auth/set-up.ts'
import { invalid, Refused } from '../../refused.ts'
import { localUser } from '../actor.ts'
import type { Schema } from '../database/schema.ts'
import { countSignInAdmins, lockAdmins } from './admins.ts'
import { putAdmin, putPassword } from './first-admin.ts'
import { findLink, useLink } from './one-time-links.ts'

/** What one-time links do, in the database; each in one transaction. */
export function createSetUp(db: Kysely<Schema>, clock: () => Date): SetUp {
  return {
    async findLink(token) {
      const link = await findLink(db, token, clock())
      if (!link) return undefined
      if (!link.person) return (await countSignInAdmins(db)) > 0 ? undefined : { ...link, user: undefined }
      const user = await activePerson(db, link.person)
      return user && { ...link, user }
    },

    makeFirstAdmin: (token, { email, name, passwordHash }) =>
      db.transaction().execute(async (transaction) => {
        const now = clock()
        await lockAdmins(transaction)
        if ((await countSignInAdmins(transaction)) > 0) throw adminExists()
        if (!(await useLink(transaction, token, 'set-up', now)))
          throw linkOver('npm run users -- set-up-link')
        const person = { ...(await keyFor(transaction, email)), email, name }
        await putAdmin(transaction, person, { by: 'nobody', now })
        await putPassword(transaction, person, passwordHash, { by: 'nobody', now })
        return await setterOf(transaction, person)
      }),

    setPassword: (token, passwordHash) =>
      db.transaction().execute(async (transaction) => {
        const now = clock()
        await lockAdmins(transaction)
        const link = await useLink(transaction, token, 'password', now)
        const person = link?.person && (await activePerson(transaction, link.person))
        if (!person) throw linkOver('an admin, or npm run users -- reset')
        await putPassword(transaction, person, passwordHash, { by: 'nobody', now })
        return await setterOf(transaction, person)
      }),
  }
}

/** The person, unless they are deactivated, of the demonstration, or gone. */
async function activePerson(
  db: Kysely<Schema>,
  { user_type, id }: UserKey,
): Promise<WorkflowUser | undefined> {
  return await db
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name'])
    .where('user_type', '=', user_type)
    .where('id', '=', id)
    .where('demo', '=', false)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
}

/** Who an email is of: the one person of the directory who has it, else somebody new. */
async function keyFor(transaction: Transaction<Schema>, email: string): Promise<UserKey> {
  const having = await transaction
    .selectFrom('person')
    .select(['user_type', 'id', 'demo'])
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .execute()
  const [one, ...others] = having
  if (!one) return { user_type: localUser.user_type, id: email }
  if (others.length > 0) throw invalid('email', 'is that of several people of the directory')
  if (one.demo) throw invalid('email', 'is that of an account of the demonstration')
  return one
}

async function setterOf(transaction: Transaction<Schema>, person: UserKey): Promise<PasswordSetter> {
  const { user_type, id } = person
  const { rows } = await sql<{ roles: string[]; totp: boolean; passkey: boolean; codes: boolean }>`
    SELECT roles,
      EXISTS (SELECT FROM local_account AS own WHERE (own.user_type, own.person_id) = (person.user_type, person.id)
        AND totp_secret IS NOT NULL) AS totp,
      EXISTS (SELECT FROM passkey AS own WHERE (own.user_type, own.person_id) = (person.user_type, person.id)) AS passkey,
      EXISTS (SELECT FROM recovery_code AS own WHERE (own.user_type, own.person_id) = (person.user_type, person.id)
        AND used_at IS NULL) AS codes
    FROM person WHERE (user_type, id) = (${user_type}, ${id})`.execute(transaction)
  const { roles = [], totp = false, passkey = false, codes = false } = rows[0] ?? {}
  const held: readonly Role[] = allRoles.filter((role) => roles.includes(role))
  return { person: { user_type, id }, roles: held, factors: { totp, passkey, recoveryCodes: codes } }
}

function linkOver(from: string): Refused {
  return new Refused({
    code: 'NotFound',
    reason: 'LINK_OVER',
    message: 'This link does not work any more: it was used, or its time has passed.',
    resolution: `Get another one from ${from}.`,
  })
}

function adminExists(): Refused {
  return new Refused({
    code: 'FailedPrecondition',
    reason: 'ADMIN_EXISTS',
    message: 'There is an admin already who can sign in.',
    resolution: 'Sign in, or ask them to add you.',
  })
}
