import { type Kysely, sql, type Transaction } from 'kysely'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { linkOver, type SetUp } from '../../auth/set-up.ts'
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
        if (!(await useLink(transaction, token, 'set-up', now))) throw linkOver()
        const person = { ...(await keyFor(transaction, email)), email, name }
        await putAdmin(transaction, person, { by: 'nobody', now })
        await putPassword(transaction, person, passwordHash, { by: 'nobody', now })
        return { user_type: person.user_type, id: person.id }
      }),

    setPassword: (token, passwordHash) =>
      db.transaction().execute(async (transaction) => {
        const now = clock()
        await lockAdmins(transaction)
        const link = await useLink(transaction, token, 'password', now)
        const person = link?.person && (await activePerson(transaction, link.person))
        if (!person) throw linkOver()
        await putPassword(transaction, person, passwordHash, { by: 'nobody', now })
        return { user_type: person.user_type, id: person.id }
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
  const [owner, ...others] = having
  if (!owner) return { user_type: localUser.user_type, id: email }
  if (others.length > 0) throw invalid('email', 'is that of several people of the directory')
  if (owner.demo) throw invalid('email', 'is that of an account of the demonstration')
  return owner
}

function adminExists(): Refused {
  return new Refused({
    code: 'FailedPrecondition',
    reason: 'ADMIN_EXISTS',
    message: 'There is an admin already who can sign in.',
    resolution: 'Sign in, or ask them to add you.',
  })
}
