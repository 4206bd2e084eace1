import { createHash, randomBytes } from 'node:crypto'
import type { UserKey } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { Account } from '#contract/session/session.ts'
import type { Entrance, People, StartedSession } from '../auth/people.ts'
import { callerOf, localUser } from './actor.ts'
import { apiKeys, type KeyKeeper } from './api-keys.ts'
import type { Store } from './database/open.ts'

const sessionLife = 12 * 3600 * 1000

const sha256 = (text: string) => createHash('sha256').update(text).digest()

/**
 * Sessions and keys in the database; secrets are stored only as their SHA-256. Keys are managed by the `users` command.
 * Sessions of an entrance that is closed now let nobody in either, whenever they were begun.
 */
export function createPeople(
  { db, prepared }: Pick<Store, 'db' | 'prepared'>,
  clock: () => Date,
  entrance: Entrance,
): People & KeyKeeper {
  return {
    ...apiKeys(db, clock),
    async startSession(account, replaced) {
      if (!entrance.local || (account && !entrance.accounts)) return undefined
      return await startSession(db, clock(), account, replaced)
    },

    async findSession(token: string): Promise<Actor | undefined> {
      if (!entrance.local) return undefined
      const person = await prepared
        .selectFrom('session')
        .innerJoin('person', (join) =>
          join.onRef('person.user_type', '=', 'session.user_type').onRef('person.id', '=', 'session.actor'),
        )
        .select(['person.user_type', 'person.id', 'email', 'name', 'roles'])
        .where('token_hash', '=', sha256(token))
        .where('expires_at', '>', clock().toISOString())
        .where('demo', 'in', entrance.accounts ? [true, false] : [false])
        .executeTakeFirst()
      const caller = person && callerOf(person)
      return caller && { via: 'session', ...caller }
    },

    async endSession(token: string): Promise<void> {
      await db.deleteFrom('session').where('token_hash', '=', sha256(token)).execute()
    },

    async listAccounts(): Promise<readonly Account[]> {
      if (!entrance.local || !entrance.accounts) return []
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

async function startSession(
  db: Store['db'],
  now: Date,
  account: UserKey | undefined,
  replaced: string | undefined,
): Promise<StartedSession | undefined> {
  const { user_type, id } = account ?? localUser
  const person = await db
    .selectFrom('person')
    .select(['user_type', 'id', 'email', 'name', 'roles', 'demo'])
    .where('user_type', '=', user_type)
    .where('id', '=', id)
    .executeTakeFirst()
  const caller = person && (person.demo || account === undefined) ? callerOf(person) : undefined
  if (!caller) return undefined
  const token = randomBytes(32).toString('base64url')
  const expires = new Date(now.getTime() + sessionLife)
  const over = db.deleteFrom('session').where((where) => {
    const old = where('expires_at', '<', now.toISOString())
    return replaced === undefined ? old : where.or([old, where('token_hash', '=', sha256(replaced))])
  })
  await over.execute()
  await db
    .insertInto('session')
    .values({
      token_hash: sha256(token),
      user_type,
      actor: id,
      created_at: now.toISOString(),
      expires_at: expires.toISOString(),
    })
    .execute()
  return { token, actor: { via: 'session', ...caller }, expires }
}
