import type { Actor } from '#contract/permissions.ts'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import type { MadeLink } from '../../auth/one-time-links.ts'
import { refused } from '../../refused.ts'
import { accountLog } from '../sign-in/account-log.ts'
import { makePasswordLink } from '../sign-in/one-time-links.ts'
import { endSessionsOf } from '../sign-in/own-sessions.ts'
import type { Change } from './change-as-admin.ts'

/** Makes the link by which a person sets a (new) password (`Directory.makePasswordLink`). */
export async function linkFor(
  directory: Change,
  clock: () => Date,
  person: DirectoryPerson,
  actor: Actor,
): Promise<MadeLink> {
  const { user_type, id } = person
  if (person.deactivated_at !== null)
    throw refused('FailedPrecondition', 'This person is deactivated. Activate them first.')
  if (person.identity)
    throw refused(
      'FailedPrecondition',
      'This person signs in at the identity provider. Untie them first, if they are to have a password here.',
    )
  if (person.demo)
    throw refused(
      'FailedPrecondition',
      'This is an account of the demonstration, which has no password. Add the person under an id of their own.',
    )
  if (person.email === '') throw refused('FailedPrecondition', 'This person has no email to sign in by.')
  await directory
    .insertInto('local_account')
    .values({
      user_type,
      person_id: id,
      password_hash: null,
      password_changed_at: null,
      totp_secret: null,
      totp_last_step: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return await makePasswordLink(directory, { user_type, id }, actor, clock())
}

/** Takes the second factors of a person away, and ends their sessions. */
export async function resetSecondFactors(
  directory: Change,
  clock: () => Date,
  person: DirectoryPerson,
  actor: Actor,
): Promise<void> {
  const { user_type, id } = person
  await directory
    .updateTable('local_account')
    .set({ totp_secret: null, totp_pending: null, totp_last_step: null })
    .where('user_type', '=', user_type)
    .where('person_id', '=', id)
    .execute()
  for (const table of ['recovery_code', 'passkey'] as const)
    await directory.deleteFrom(table).where('user_type', '=', user_type).where('person_id', '=', id).execute()
  const had = person.sign_in.filter((way) => way === 'TOTP' || way === 'PASSKEY')
  await accountLog(directory, clock).record('SECOND_FACTORS_RESET', actor, { user_type, id }, { had })
  await endSessionsOf(directory, clock, { person, by: actor })
}

/** Takes the tie of a person to an identity of the provider away, and ends their sessions. */
export async function untie(
  directory: Change,
  clock: () => Date,
  person: DirectoryPerson,
  actor: Actor,
): Promise<void> {
  const { user_type, id, identity } = person
  if (!identity)
    throw refused('FailedPrecondition', 'This person is not tied to an identity of the provider.')
  await directory
    .deleteFrom('tied_identity')
    .where('user_type', '=', user_type)
    .where('person_id', '=', id)
    .execute()
  const { issuer, subject } = identity
  await accountLog(directory, clock).record('IDENTITY_UNTIED', actor, { user_type, id }, { issuer, subject })
  await endSessionsOf(directory, clock, { person, by: actor })
}
