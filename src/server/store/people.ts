import type { UserKey } from '#contract/people.ts'
import type { Account } from '#contract/session/session.ts'
import type { Entrance, People } from '../auth/people.ts'
import { localUser } from './actor.ts'
import { apiKeys, type KeyKeeper } from './keys/api-keys.ts'
import type { Store } from './database/open.ts'
import { entranceState, isStillOpen } from './sign-in/entrance.ts'
import { createSessions } from './sign-in/sessions.ts'

/**
 * People, their sessions and keys in the database; secrets are stored only as their SHA-256. Sessions of an entrance that is
 * closed now let nobody in either, whenever they were begun.
 */
export function createPeople(
  store: Pick<Store, 'db' | 'prepared'>,
  clock: () => Date,
  entrance: Entrance,
): People & KeyKeeper {
  const { db } = store
  const sessions = createSessions(store, clock, entrance)
  return {
    ...apiKeys(db, clock),
    ...entranceState(db),
    findSession: (token, isUse) => sessions.find(token, isUse),
    endSession: (token) => sessions.end(token),

    async startSession(account, replaced, from) {
      if (!entrance.local || (account && !entrance.accounts)) return undefined
      const person = account ?? localUser
      if (account && !(await isAccount(db, account))) return undefined
      return await sessions.start({ person, method: 'entrance', stage: 'complete', replaced, from })
    },

    async listAccounts(): Promise<readonly Account[]> {
      if (!entrance.local || !entrance.accounts || !(await isStillOpen(db))) return []
      return await db
        .selectFrom('person')
        .select(['user_type', 'id', 'email', 'name', 'roles', 'about'])
        .where('demo', '=', true)
        .where((where) => where.fn<number>('cardinality', ['roles']), '>', 0)
        .orderBy('name')
        .orderBy('id')
        .execute()
    },
  }
}

/** Whether somebody is of the demonstration. */
async function isAccount(db: Store['db'], { user_type, id }: UserKey): Promise<boolean> {
  const person = await db
    .selectFrom('person')
    .select('demo')
    .where('user_type', '=', user_type)
    .where('id', '=', id)
    .executeTakeFirst()
  return person?.demo === true
}
