import type { Kysely } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { AccountActor } from '../../auth/account-log.ts'
import type { MadeLink } from '../../auth/one-time-links.ts'
import { nobodys } from '../../auth/passwords.ts'
import { refused } from '../../refused.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from './account-log.ts'
import { keepAnAdmin } from './admins.ts'
import { lockPerson } from './factor-changes.ts'
import { makePasswordLink } from './one-time-links.ts'
import { endSessionsOf } from './own-sessions.ts'

type Reset = { readonly secondFactors: boolean; readonly by: AccountActor; readonly now: Date }

/**
 * Ends the sessions and the password of a person, and their second factors where that is asked for, and makes a link by which
 * they set a new one: whoever knows the old one does not come in before them. Throws `Refused` FailedPrecondition for somebody deactivated or of the
 * demonstration, and where no admin who can sign in would be left.
 */
export async function resetAccount(
  db: Kysely<Schema>,
  person: UserKey,
  { secondFactors, by, now }: Reset,
): Promise<MadeLink> {
  return await db.transaction().execute((transaction) =>
    keepAnAdmin(transaction, async () => {
      // A sign-in that is under way comes before, and ends too, or after.
      await lockPerson(transaction, person)
      const row = await transaction
        .selectFrom('person')
        .select(['demo', 'deactivated_at'])
        .where('user_type', '=', person.user_type)
        .where('id', '=', person.id)
        .executeTakeFirst()
      if (!row || row.demo || row.deactivated_at !== null)
        throw refused(
          'FailedPrecondition',
          `Who is ${row?.demo ? 'of the demonstration' : 'deactivated'} cannot sign in, and gets no link.`,
        )
      await endSessionsOf(transaction, () => now, { person, by })
      await replacePassword(transaction, person)
      if (secondFactors) await removeSecondFactors(transaction, person, by, now)
      return await makePasswordLink(transaction, person, by, now)
    }),
  )
}

/** Has a password that nobody knows take the place of a person's: they still count as somebody who signs in here. */
async function replacePassword(db: Kysely<Schema>, { user_type, id }: UserKey): Promise<void> {
  await db
    .updateTable('local_account')
    .set({ password_hash: nobodys })
    .where('user_type', '=', user_type)
    .where('person_id', '=', id)
    .where('password_hash', 'is not', null)
    .execute()
}

/** Takes the authenticator app, the recovery codes and the passkeys of a person away, in a transaction, and logs it. */
export async function removeSecondFactors(
  db: Kysely<Schema>,
  { user_type, id }: UserKey,
  by: AccountActor,
  now: Date,
): Promise<void> {
  for (const table of ['recovery_code', 'passkey'] as const)
    await db.deleteFrom(table).where('user_type', '=', user_type).where('person_id', '=', id).execute()
  await db
    .updateTable('local_account')
    .set({ totp_secret: null, totp_pending: null, totp_last_step: null })
    .where('user_type', '=', user_type)
    .where('person_id', '=', id)
    .execute()
  await accountLog(db, () => now).record('SECOND_FACTORS_RESET', by, { user_type, id })
}
