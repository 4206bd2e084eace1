import type { Kysely } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import { type Actor, scopes } from '#contract/permissions.ts'
import { findActiveCaller } from '../actor.ts'
import type { Schema } from '../database/schema.ts'

/**
 * Somebody as they may act now, for whom a job does what they asked for `via` a session of the page or a key, `key:` with its id.
 * Undefined where they may do nothing any more, or the key has been revoked or has expired.
 */
export async function findActor(
  db: Kysely<Schema>,
  person: UserKey,
  via: string,
  now: Date,
): Promise<Actor | undefined> {
  const caller = await findActiveCaller(db, person)
  if (!caller || via === 'session') return caller && { ...caller, via: 'session' }
  const key = await db
    .selectFrom('api_key')
    .select(['scopes', 'expires_at', 'revoked_at'])
    .where('id', '=', via.replace(/^key:/, ''))
    .where('owner_type', '=', person.user_type)
    .where('owner', '=', person.id)
    .executeTakeFirst()
  if (!key || key.revoked_at !== null || new Date(key.expires_at) <= now) return undefined
  return { ...caller, via: 'key', id: via, scopes: scopes.filter((scope) => key.scopes.includes(scope)) }
}
