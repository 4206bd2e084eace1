import type { Kysely } from 'kysely'
import type { WorkflowUser } from '#contract/people.ts'
import { refuseWeakPassword } from '../../auth/new-passwords.ts'
import { addressOf } from '../../auth/one-time-links.ts'
import { createPasswords } from '../../auth/passwords.ts'
import type { Schema } from '../../store/database/schema.ts'
import { Refused } from '../../refused.ts'
import { peopleWithEmail } from '../../store/reviews/people/people-directory.ts'
import { findCaller } from '../../store/actor.ts'
import { countSignInAdmins, keepAnAdmin } from '../../store/sign-in/admins.ts'
import { putAdmin, putPassword } from '../../store/sign-in/first-admin.ts'
import { identityType } from '../../store/sign-in/provider/identity-type.ts'
import { makePasswordLink, makeSetUpLink } from '../../store/sign-in/one-time-links.ts'
import { resetAccount } from '../../store/sign-in/reset-account.ts'
import { NotStarted, say } from '../command.ts'
import { type Ask, askHidden } from './ask-hidden.ts'
import { personByOptions, refuseTaken, type Which } from './people.ts'

type Db = Kysely<Schema>

const terminal = 'terminal'

/**
 * Makes an admin who signs in with a password: asks for it at a terminal, else prints a link by which it is set. Throws
 * NotStarted for an email of somebody else and for a password that is refused; nothing is changed then.
 */
export async function addLocalAdmin(db: Db, user: WorkflowUser, address: string): Promise<void> {
  refuseTaken(user, await peopleWithEmail(db, user.email))
  const passwordHash = process.stdin.isTTY ? await newPassword(user) : undefined
  const link = await db.transaction().execute(async (transaction) => {
    const by = { by: terminal, now: new Date() } as const
    return await keepAnAdmin(transaction, async () => {
      refuseTaken(user, await peopleWithEmail(transaction, user.email))
      await putAdmin(transaction, user, by)
      if (passwordHash === undefined) return await makePasswordLink(transaction, user, terminal, by.now)
      await putPassword(transaction, user, passwordHash, by)
      return undefined
    })
  })
  if (!link)
    say(`${user.user_type} ${user.id} is an admin, and signs in as ${user.email} at ${address}/sign-in`)
  else
    printLink(
      addressOf(address, 'password', link.token),
      `${user.email} is an admin once they have set their password by this link, within 24 hours:`,
    )
}

async function newPassword(user: WorkflowUser): Promise<string> {
  const password = await askHidden(async (ask) => {
    const first = await strongPassword(user, ask)
    if ((await ask('The same again')) === first) return first
    throw new NotStarted('These were two different passwords. Nothing was changed.')
  })
  return await createPasswords().hash(password)
}

/** Asks again, three times in all, where a password is one that somebody would guess. */
async function strongPassword(user: WorkflowUser, ask: Ask): Promise<string> {
  for (let left = 2; ; left -= 1) {
    const typed = await ask(`Password of ${user.email}`)
    try {
      refuseWeakPassword(typed, user)
      return typed
    } catch (error) {
      if (left === 0 || !(error instanceof Refused)) throw error
      say(`${error.message}. Try another one.`)
    }
  }
}

/** Makes an admin whom their first sign-in at the identity provider ties to the identity with this claim. */
export async function addProviderAdmin(
  db: Db,
  { id, email, name }: { readonly id: string; readonly email: string; readonly name: string },
): Promise<void> {
  const user_type = await db.transaction().execute(async (transaction) => {
    const type = await identityType(transaction)
    const user = { user_type: type, id, email, name }
    refuseTaken(user, await peopleWithEmail(transaction, email))
    await putAdmin(transaction, user, { by: terminal, now: new Date() })
    return type
  })
  say(
    `${user_type} ${id} is an admin once they sign in by the identity provider, with a claim that says ${id}.`,
  )
}

/**
 * Ends the sessions and the password of somebody and prints a link by which they set a new one. Throws NotStarted for an email of nobody
 * or of several people, and `Refused` where no admin who can sign in would be left.
 */
export async function resetPerson(
  db: Db,
  email: string,
  { secondFactors, address, ...which }: Which & { readonly secondFactors: boolean; readonly address: string },
): Promise<void> {
  const person = await personByOptions(db, email, which)
  const { token } = await resetAccount(db, person, { secondFactors, by: terminal, now: new Date() })
  printLink(
    addressOf(address, 'password', token),
    `Their sessions and their password have ended. ${email} sets a new password by this link, within 24 hours:`,
  )
  if ((await findCaller(db, person)) === undefined)
    say('They have no role, so they cannot come in yet: npm run users -- add-person gives them one.')
}

/** Prints a link by which the first admin is made. Throws NotStarted where there is one who can sign in. */
export async function printSetUpLink(db: Db, address: string): Promise<void> {
  if ((await countSignInAdmins(db)) > 0)
    throw new NotStarted(
      'There is an admin already who can sign in. To help one who cannot: npm run users -- reset --email EMAIL',
    )
  const { token } = await makeSetUpLink(db, terminal, new Date())
  printLink(
    addressOf(address, 'set-up', token),
    'The first admin is made by this link, once, within 15 minutes:',
  )
}

function printLink(link: string, what: string): void {
  say(what)
  process.stdout.write(`${link}\n`)
}
