import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Actor, Scope } from '#contract/permissions.ts'
import { scopes } from '#contract/permissions.ts'
import type { People } from '../people.ts'
import type { Schema } from './schema.ts'

/** A key as it can be listed: never its secret. Times are RFC 3339 in UTC. */
export type KeyRecord = {
  readonly id: string
  readonly owner: string
  readonly scopes: readonly string[]
  readonly created_at: string
  readonly expires_at: string
  readonly revoked_at: string | null
}

type KeyKeeper = {
  /** Makes a key for these scopes, good for `days`. Returns the whole key: it is shown once and stored hashed. */
  createKey(wanted: readonly Scope[], days: number): Promise<{ key: string; record: KeyRecord }>
  /** All keys, newest first. */
  listKeys(): Promise<KeyRecord[]>
  /** Ends a key at its next request. Returns false when there is no live key of that id. */
  revokeKey(id: string): Promise<boolean>
}

const day = 24 * 3600 * 1000
const sessionLife = 12 * 3600 * 1000
const keyShape = /^csk_([0-9a-f]{8})_([\w-]{43})$/

const sha256 = (text: string) => createHash('sha256').update(text).digest()

/** Until people can sign in, whoever sits at this machine reads as this auditor (design, section 9). */
const localAuditor = { id: 'local', name: 'local auditor', roles: ['auditor'] } as const

/** Sessions and keys in the database; secrets are stored only as their SHA-256. Keys are managed by the `users` command. */
export function createPeople(db: Kysely<Schema>, clock: () => Date): People & KeyKeeper {
  return {
    async startSession(): Promise<{ token: string; actor: Actor; expires: Date }> {
      const token = randomBytes(32).toString('base64url')
      const expires = new Date(clock().getTime() + sessionLife)
      await db.deleteFrom('session').where('expires_at', '<', clock().toISOString()).execute()
      await db
        .insertInto('session')
        .values({
          token_hash: sha256(token),
          actor: localAuditor.id,
          created_at: clock().toISOString(),
          expires_at: expires.toISOString(),
        })
        .execute()
      return { token, actor: { via: 'session', ...localAuditor }, expires }
    },

    async findSession(token: string): Promise<Actor | undefined> {
      const row = await db
        .selectFrom('session')
        .select('actor')
        .where('token_hash', '=', sha256(token))
        .where('expires_at', '>', clock().toISOString())
        .executeTakeFirst()
      return row && { via: 'session', ...localAuditor }
    },

    async findKey(text: string): Promise<Actor | 'malformed' | 'unknown' | 'expired' | 'revoked'> {
      const [, id, secret] = keyShape.exec(text) ?? []
      if (id === undefined || secret === undefined) return 'malformed'
      const row = await db.selectFrom('api_key').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row || !timingSafeEqual(row.secret_hash, sha256(secret))) return 'unknown'
      if (row.revoked_at !== null) return 'revoked'
      if (new Date(row.expires_at) <= clock()) return 'expired'
      const held = scopes.filter((scope) => row.scopes.includes(scope))
      return { via: 'key', id: `key:${id}`, name: `${row.owner} (key ${id})`, scopes: held }
    },

    async createKey(wanted: readonly Scope[], days: number): Promise<{ key: string; record: KeyRecord }> {
      const id = randomBytes(4).toString('hex')
      const secret = randomBytes(32).toString('base64url')
      const record = {
        id,
        owner: localAuditor.id,
        scopes: [...wanted],
        created_at: clock().toISOString(),
        expires_at: new Date(clock().getTime() + days * day).toISOString(),
        revoked_at: null,
      }
      await db
        .insertInto('api_key')
        .values({ ...record, secret_hash: sha256(secret), last_used_at: null })
        .execute()
      return { key: `csk_${id}_${secret}`, record }
    },

    async listKeys(): Promise<KeyRecord[]> {
      return await db
        .selectFrom('api_key')
        .select(['id', 'owner', 'scopes', 'created_at', 'expires_at', 'revoked_at'])
        .orderBy('created_at', 'desc')
        .execute()
    },

    async revokeKey(id: string): Promise<boolean> {
      const result = await db
        .updateTable('api_key')
        .set({ revoked_at: clock().toISOString() })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      return result.numUpdatedRows > 0n
    },
  }
}
