import type { UserKey } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import { endJobsOf } from '../jobs/end-jobs.ts'
import { accountLog } from '../sign-in/account-log.ts'
import { endPasswordLinks } from '../sign-in/one-time-links.ts'
import { endSessionsOf } from '../sign-in/own-sessions.ts'
import type { Change } from './change-as-admin.ts'

/**
 * Ends the access of a person, and all that they got by it: sessions, keys, links and exports. Returns how much of it there
 * was. Somebody who has none already loses what there still is; where that is nothing, nothing is logged.
 */
export async function deactivate(directory: Change, clock: () => Date, person: UserKey, actor: Actor) {
  const { numUpdatedRows } = await directory
    .updateTable('person')
    .set({ deactivated_at: clock().toISOString() })
    .where('user_type', '=', person.user_type)
    .where('id', '=', person.id)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  const ended = {
    sessions: await endSessionsOf(directory, clock, { person, by: actor }),
    keys: await revokeKeysOf(directory, clock, person, actor),
    exports: await endJobsOf(directory, person, 'It ended when the access of whoever made it was ended.'),
  }
  await endPasswordLinks(directory, person)
  if (numUpdatedRows > 0n || Object.values(ended).some((count) => count > 0))
    await accountLog(directory, clock).record('PERSON_DEACTIVATED', actor, person, ended)
  return ended
}

/**
 * Lets a person in again. What began while they were being deactivated ends now: they begin with nothing but their
 * password, their second factors and their tie.
 */
export async function activate(directory: Change, clock: () => Date, person: UserKey, actor: Actor) {
  await endSessionsOf(directory, clock, { person, by: actor })
  await revokeKeysOf(directory, clock, person, actor)
  await directory
    .updateTable('person')
    .set({ deactivated_at: null })
    .where('user_type', '=', person.user_type)
    .where('id', '=', person.id)
    .execute()
  await accountLog(directory, clock).record('PERSON_ACTIVATED', actor, person)
}

async function revokeKeysOf(
  directory: Change,
  clock: () => Date,
  { user_type, id }: UserKey,
  actor: Actor,
): Promise<number> {
  const now = clock().toISOString()
  const revoked = await directory
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('owner_type', '=', user_type)
    .where('owner', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .execute()
  for (const key of revoked)
    await accountLog(directory, clock).record('KEY_REVOKED', actor, { user_type, id }, { key: key.id })
  return revoked.length
}
