import { timingSafeEqual } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import { type Actor, keyOwnersOf, type Role, type Scope, scopes } from '#contract/permissions.ts'
import type { KeyProblem, People } from '../../auth/people.ts'
import { refused } from '../../refused.ts'
import { callerOf, findCaller, localUser } from '../actor.ts'
import { accountLog } from '../sign-in/account-log.ts'
import { holdEntrance, isStillOpen } from '../sign-in/entrance.ts'
import { insertKey } from './insert-key.ts'
import { readKeyText } from './key-text.ts'
import { hashOfToken } from '../sign-in/sealing.ts'
import type { Schema } from '../database/schema.ts'

/** A key as it can be listed: never its secret. Times are RFC 3339 in UTC. */
export type KeyRecord = {
  readonly id: string
  readonly owner_type: string
  readonly owner: string
  readonly scopes: readonly string[]
  readonly created_at: string
  readonly expires_at: string
  readonly revoked_at: string | null
}

export type KeyKeeper = {
  /**
   * Makes a key for these scopes, good for `days`, that belongs to a person (the local user when none is given).
   * Returns the whole key: it is shown once and stored hashed. Throws `Refused` FailedPrecondition for somebody without a
   * role, who may do nothing here, for a scope that takes an owner of another role, and for an account of the demonstration
   * once the entrance is closed.
   */
  createKey(
    wanted: readonly Scope[],
    days: number,
    owner?: UserKey,
  ): Promise<{ key: string; record: KeyRecord }>
  /** All keys, newest first. */
  listKeys(): Promise<KeyRecord[]>
  /** Ends a key at its next request. Returns false when there is no live key of that id. */
  revokeKey(id: string): Promise<boolean>
}

/** API keys in the database. A key acts as its owner with the roles that they have now, and only for its scopes. */
export function apiKeys(db: Kysely<Schema>, clock: () => Date): Pick<People, 'findKey'> & KeyKeeper {
  return {
    findKey: (text) => findKey(db, clock(), text),

    async createKey(wanted, days, owner = localUser): Promise<{ key: string; record: KeyRecord }> {
      const caller = await findCaller(db, owner)
      refuseKey(caller?.roles ?? [], wanted)
      return await db.transaction().execute(async (transaction) => {
        if (caller?.demo) await refuseClosed(transaction)
        const { key, row } = await insertKey(transaction, clock(), { owner, scopes: wanted, days })
        const made = { key: row.id, scopes: wanted }
        await accountLog(transaction, clock).record('KEY_MADE', 'terminal', owner, made)
        return { key, record: row }
      })
    },

    async listKeys(): Promise<KeyRecord[]> {
      return await db
        .selectFrom('api_key')
        .select(['id', 'owner_type', 'owner', 'scopes', 'created_at', 'expires_at', 'revoked_at'])
        .orderBy('created_at', 'desc')
        .execute()
    },

    async revokeKey(id: string): Promise<boolean> {
      return await db.transaction().execute(async (transaction) => {
        const owner = await transaction
          .updateTable('api_key')
          .set({ revoked_at: clock().toISOString() })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .returning(['owner_type as user_type', 'owner as id'])
          .executeTakeFirst()
        if (owner) await accountLog(transaction, clock).record('KEY_REVOKED', 'terminal', owner, { key: id })
        return owner !== undefined
      })
    },
  }
}

function refuseKey(roles: readonly Role[], wanted: readonly Scope[]): void {
  const code = 'FailedPrecondition'
  if (roles.length === 0) throw refused(code, 'Somebody without a role may do nothing here, and gets no key.')
  for (const scope of wanted) {
    const owners = keyOwnersOf(scope)
    if (owners && !owners.some((role) => roles.includes(role)))
      throw refused(code, `A key for ${scope} takes an owner with the role ${owners.join(' or ')}.`)
  }
}

/** Keys of the demonstration's accounts end with the open entrance, so none is made after it. */
async function refuseClosed(transaction: Transaction<Schema>): Promise<void> {
  await holdEntrance(transaction)
  if (!(await isStillOpen(transaction)))
    throw refused('FailedPrecondition', 'An account of the demonstration gets no key any more.')
}

async function findKey(db: Kysely<Schema>, now: Date, text: string): Promise<Actor | KeyProblem> {
  const read = readKeyText(text)
  if (typeof read === 'string') return read
  const { id, secret } = read
  const row = await db
    .selectFrom('api_key')
    .leftJoin('person', (join) =>
      join.onRef('person.user_type', '=', 'api_key.owner_type').onRef('person.id', '=', 'api_key.owner'),
    )
    .select(['secret_hash', 'scopes', 'expires_at', 'revoked_at', 'last_used_at', 'owner_type', 'owner'])
    .select(['person.email', 'person.name', 'person.roles', 'person.demo', 'deactivated_at'])
    .where('api_key.id', '=', id)
    .executeTakeFirst()
  if (!row || !timingSafeEqual(row.secret_hash, hashOfToken(secret))) return 'unknown'
  if (row.revoked_at !== null) return 'revoked'
  if (new Date(row.expires_at) <= now) return 'expired'
  const caller = callerOf({
    user_type: row.owner_type,
    id: row.owner,
    email: row.email ?? '',
    name: row.name ?? '',
    roles: row.deactivated_at === null ? (row.roles ?? []) : [],
    demo: row.demo ?? false,
  })
  if (!caller) return 'ownerless'
  await noteUse(db, { id, last_used_at: row.last_used_at }, now)
  const held = scopes.filter((scope) => row.scopes.includes(scope))
  return { ...caller, via: 'key', id: `key:${id}`, name: `${caller.name} (key ${id})`, scopes: held }
}

/** Notes the minute in which a key is used: one write a minute, however many requests there are. */
async function noteUse(
  db: Kysely<Schema>,
  { id, last_used_at }: { readonly id: string; readonly last_used_at: string | null },
  now: Date,
): Promise<void> {
  const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000)
  if (last_used_at !== null && new Date(last_used_at) >= minute) return
  await db
    .updateTable('api_key')
    .set({ last_used_at: minute.toISOString() })
    .where('id', '=', id)
    .where((where) =>
      where.or([where('last_used_at', 'is', null), where('last_used_at', '<', minute.toISOString())]),
    )
    .execute()
}
