import type { Kysely, Transaction } from 'kysely'
import type { UserKey, WorkflowUser } from '#contract/people.ts'
import { linkOver, type SetUp } from '../../auth/set-up.ts'
import { invalid, Refused } from '../../refused.ts'
import { localUser } from '../actor.ts'
import type { Schema } from '../database/schema.ts'
import { countSignInAdmins, lockAdmins } from './admins.ts'
import { putAdmin, putPassword } from './first-admin.ts'
import { findLink, useLink } from './one-time-links.ts'
import { hasEmail } from './sign-in-emails.ts'

/** What one-time links do, in the database; each in one transaction. */
export function createSetUp(db: Kysely<Schema>, clock: () => Date): SetUp {
  return {
    async findLink(token) {
      const link = await findLink(db, token, clock())
      if (link.person) return { ...link, user: await activePerson(db, link.person) }
      if ((await countSignInAdmins(db)) > 0) throw adminExists()
      return { ...link, user: undefined }
    },

    makeFirstAdmin: (token, { email, name, passwordHash }, address) =>
      db.transaction().execute(async (transaction) => {
        const now = clock()
        await lockAdmins(transaction)
        await useLink(transaction, token, 'set-up', { now, address })
        if ((await countSignInAdmins(transaction)) > 0) throw adminExists()
        const person = { ...(await keyFor(transaction, email)), email, name }
        await putAdmin(transaction, person, { by: 'nobody', now })
        await putPassword(transaction, person, passwordHash, { by: 'nobody', now, address })
        return { user_type: person.user_type, id: person.id }
      }),

    setPassword: (token, passwordHash, address) =>
      db.transaction().execute(async (transaction) => {
        const now = clock()
        await lockAdmins(transaction)
        const { person: of } = await useLink(transaction, token, 'password', { now, address })
        if (!of) throw linkOver('LINK_UNKNOWN', 'password')
        const person = await activePerson(transaction, of)
        await putPassword(transaction, person, passwordHash, { by: 'nobody', now, address })
        return { user_type: person.user_type, id: person.id }
      }),
  }
}

/** The person of a link. Throws `Refused` NotFound where they are deactivated, of the demonstration, or gone. */
async function activePerson(db: Kysely<Schema>, { user_type, id }: UserKey): Promise<WorkflowUser> {
  const person = await db
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name'])
    .where('user_type', '=', user_type)
    .where('id', '=', id)
    .where('demo', '=', false)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!person) throw linkOver('LINK_UNKNOWN', 'password')
  return person
}

/** Who an email is of: the one person of the directory who has it, else somebody new. */
async function keyFor(transaction: Transaction<Schema>, email: string): Promise<UserKey> {
  const having = await transaction
    .selectFrom('person')
    .select(['user_type', 'id', 'demo'])
    .where(hasEmail(email))
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
