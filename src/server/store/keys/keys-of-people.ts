import type { Kysely } from 'kysely'
import { sameUser, type UserKey } from '#contract/people.ts'
import { type Actor, type Role, roles, scopesFor } from '#contract/permissions.ts'
import type { ApiKey } from '#contract/session/keys.ts'
import type { Keys, NewKey } from '../../auth/keys.ts'
import { refuseDemo } from '../../auth/refuse-demo.ts'
import { refused } from '../../refused.ts'
import type { Schema } from '../database/schema.ts'
import { accountLog } from '../sign-in/account-log.ts'
import { insertKey } from './insert-key.ts'

type Db = Kysely<Schema>

/** API keys of people in the database, each change of them with its entry in the account log. */
export function keysOfPeople(db: Db, clock: () => Date): Keys {
  return {
    async list(owner, { after, limit }) {
      const rows = await listKeys(db, owner, after, limit + 1)
      const last = rows[limit - 1]
      const next = rows.length > limit && last ? [instant(last.created_at), last.id] : undefined
      return { rows: rows.slice(0, limit).map(shownKey), next }
    },

    make: (key, actor) => makeKey(db, clock, key, actor),

    async revoke(id, actor) {
      await db.transaction().execute(async (trx) => {
        const key = await trx
          .selectFrom('api_key')
          .select(['owner_type', 'owner'])
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .forUpdate()
          .executeTakeFirst()
        const owner = key && { user_type: key.owner_type, id: key.owner }
        if (!owner || !(actor.roles.includes('admin') || sameUser(owner, actor.user)))
          throw refused('NotFound', 'There is no such key that could be revoked.')
        // The end of a key of theirs is of the demonstration; that of somebody else's outlives it.
        if (!sameUser(owner, actor.user)) refuseDemo(actor)
        await trx
          .updateTable('api_key')
          .set({ revoked_at: clock().toISOString() })
          .where('id', '=', id)
          .execute()
        await accountLog(trx, clock).record('KEY_REVOKED', actor, owner, { key: id })
      })
    },
  }
}

/** The owner is held while their key is made: who is deactivated meanwhile keeps none that lives. */
async function makeKey(db: Db, clock: () => Date, { name, scopes, days }: NewKey, actor: Actor) {
  return await db.transaction().execute(async (trx) => {
    const { user_type, id } = actor.user
    const owner = await trx
      .selectFrom('person')
      .select(['roles', 'email', 'name'])
      .where('user_type', '=', user_type)
      .where('id', '=', id)
      .where('deactivated_at', 'is', null)
      .forShare()
      .executeTakeFirst()
    const may = scopesFor(rolesIn(owner?.roles ?? []))
    const wanted = may.filter((scope) => scopes.includes(scope))
    if (!owner || wanted.length < new Set(scopes).size)
      throw refused(
        'FailedPrecondition',
        may.length === 0
          ? 'Your roles make no keys.'
          : `A key may do no more than you: your roles make keys for ${may.join(', ')}.`,
      )
    const { key, row } = await insertKey(trx, clock(), {
      owner: { user_type, id },
      scopes: wanted,
      days,
      name,
      made_by: actor.id,
    })
    await accountLog(trx, clock).record(
      'KEY_MADE',
      actor,
      { user_type, id },
      { key: row.id, scopes: wanted, days },
    )
    return { key, record: shownKey({ ...row, person_email: owner.email, person_name: owner.name }) }
  })
}

function rolesIn(stored: readonly string[]): readonly Role[] {
  return roles.filter((role) => stored.includes(role))
}

type KeyRow = Omit<Schema['api_key'], 'secret_hash' | 'name' | 'made_by'> & {
  readonly name: string
  readonly made_by: string
  readonly person_email: string | null
  readonly person_name: string | null
}

async function listKeys(
  db: Db,
  owner: UserKey | undefined,
  after: readonly string[] | undefined,
  limit: number,
): Promise<readonly KeyRow[]> {
  let query = db
    .selectFrom('api_key')
    .leftJoin('person', (join) =>
      join.onRef('person.user_type', '=', 'api_key.owner_type').onRef('person.id', '=', 'api_key.owner'),
    )
    .select(['api_key.id', 'owner_type', 'owner', 'api_key.name', 'made_by', 'scopes', 'created_at'])
    .select(['expires_at', 'revoked_at', 'last_used_at'])
    .select(['person.email as person_email', 'person.name as person_name'])
  if (owner) query = query.where('owner_type', '=', owner.user_type).where('owner', '=', owner.id)
  const [at, id] = after ?? []
  if (at !== undefined && id !== undefined)
    query = query.where((where) =>
      where.or([
        where('created_at', '<', at),
        where.and([where('created_at', '=', at), where('api_key.id', '>', id)]),
      ]),
    )
  return await query.orderBy('created_at', 'desc').orderBy('api_key.id').limit(limit).execute()
}

function shownKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    owner: {
      user_type: row.owner_type,
      id: row.owner,
      email: row.person_email ?? '',
      name: row.person_name ?? '',
    },
    scopes: [...row.scopes],
    created_at: instant(row.created_at),
    expires_at: instant(row.expires_at),
    revoked_at: row.revoked_at && instant(row.revoked_at),
    last_used_at: row.last_used_at && instant(row.last_used_at),
    from_terminal: row.made_by === 'terminal',
  }
}

/** A time of the database as RFC 3339 in UTC. */
function instant(text: string): string {
  return new Date(text).toISOString()
}
